using GanCluster.Core;
using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Images;

public sealed class ImageFileSpecs : IDisposable
{
    /// <summary>8 x 8 pixels: (40, 120, 200) on the left half, (250, 250, 250) on the right, by libjpeg.</summary>
    private const string Jpeg = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/
        2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBT/wAARCAAIAAgDASIAAhEBAxEB/8QA
        HwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkK
        FhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXG
        x8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC
        AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOE
        hYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD6E/4J8f8A
        M/f9uH/tzRRRX0fEX/I0q/8Abv8A6SjwMh/5F1L5/wDpTP/Z
        """;

    /// <summary>Three times (200, 100, 50), of opacity 255, 128 and 0, by Python's zlib.</summary>
    private const string Transparent =
        "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAYAAAAb4BS0AAAAEklEQVR42mM4kWL0H4gbgJgBACn8BZo9KvmLAAAAAElFTkSuQmCC";

    private readonly TempFolder _temp = new();

    private string Path => _temp.File("image.png");

    public void Dispose() => _temp.Dispose();

    [PixbufFact]
    public void Grey_pixels_come_back_as_they_were_written()
    {
        var pixels = Enumerable.Range(0, 7 * 37).Select(i => (byte)i).ToArray();
        Png.Write(Path, new PixelImage(7, 37, 1, pixels));

        var image = Read();

        Assert.Equal((7, 37, 1), (image.Width, image.Height, image.Channels));
        Assert.Equal(pixels, image.Pixels);
        Assert.Equal((7, 37), ImageFile.SizeOf(Path));
    }

    [PixbufFact]
    public void Colours_become_their_luma()
    {
        Png.Write(Path, new PixelImage(5, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 200, 100, 50]));

        Assert.Equal([76, 150, 29, 255, 124], Read().Pixels);
    }

    [PixbufFact]
    public void What_is_transparent_is_over_black()
    {
        File.WriteAllBytes(Path, Convert.FromBase64String(Transparent));

        Assert.Equal([124, 62, 0], Read().Pixels);
    }

    [PixbufFact]
    public void A_jpeg_is_read_whatever_its_name()
    {
        File.WriteAllBytes(Path, Convert.FromBase64String(Jpeg));

        var image = Read();

        Assert.Equal((8, 8), (image.Width, image.Height));
        Assert.InRange(image.Pixels.Where((_, i) => i % 8 < 4).Average(p => p), 100, 110);
        Assert.InRange(image.Pixels.Where((_, i) => i % 8 >= 4).Average(p => p), 245, 255);
    }

    [PixbufFact]
    public void Of_a_jpeg_no_byte_may_be_missing()
    {
        var whole = Convert.FromBase64String(Jpeg);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(Path, whole[..length]);

            var error = Assert.Throws<UserInputException>(Read).Message;
            Assert.StartsWith($"'{Path}' is ", error, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error);
        }
    }

    [PixbufFact]
    public void Of_a_png_no_byte_of_its_pixels_may_be_missing_or_another()
    {
        Png.Write(Path, new PixelImage(40, 40, 1, [.. Enumerable.Range(0, 1600).Select(i => (byte)(i * i))]));
        var whole = File.ReadAllBytes(Path);
        for (var i = 33; i < whole.Length - 12; i++)
        {
            File.WriteAllBytes(Path, whole[..i]);
            Assert.Throws<UserInputException>(Read);
            File.WriteAllBytes(Path, [.. whole[..i], (byte)(whole[i] ^ 4), .. whole[(i + 1)..]]);
            Assert.Throws<UserInputException>(Read);
        }
    }

    [PixbufFact]
    public void Another_format_a_folder_and_nothing_are_refused()
    {
        using (var gif = File.Create(Path))
        {
            Gif.Write(gif, [new PixelImage(2, 2, 1, new byte[4])], 10);
        }

        Assert.Equal($"'{Path}' is no PNG or JPEG image: replace it or take it away", Refusal(Path));
        Assert.StartsWith($"'{_temp.Path}' can't be read (", Refusal(_temp.Path), StringComparison.Ordinal);
        Assert.StartsWith($"'{_temp.File("no")}' can't be read (", Refusal(_temp.File("no")), StringComparison.Ordinal);
    }

    [PixbufFact]
    public void The_size_is_known_before_anything_is_decoded()
    {
        Png.Write(Path, new PixelImage(30, 20, 1, new byte[600]));
        var whole = File.ReadAllBytes(Path);
        File.WriteAllBytes(Path, whole[..45]);
        Assert.Equal((30, 20), ImageFile.SizeOf(Path));

        File.WriteAllBytes(Path, whole[..20]);
        Assert.Equal(
            $"'{Path}' is damaged: replace it with a sound copy",
            Assert.Throws<UserInputException>(() => ImageFile.SizeOf(Path)).Message);
    }

    private static string Refusal(string path) =>
        Assert.Throws<UserInputException>(() => ImageFile.ReadGrey(path)).Message;

    private PixelImage Read() => ImageFile.ReadGrey(Path);
}
