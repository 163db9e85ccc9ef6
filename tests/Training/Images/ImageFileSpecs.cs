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

    /// <summary>Of 60,000 x 60,000 pixels, which its data are far too few for; by Python's zlib, as those below.</summary>
    private const string Huge = "iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAIAAAAPsOIVAAAAC0lEQVR42mNggAEAAAoAAewkA7kAAAAASUVORK5CYII=";

    private readonly TempFolder _temp = new();

    private string Path => _temp.File("image.png");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Grey_pixels_come_back_as_they_were_written()
    {
        var pixels = Enumerable.Range(0, 7 * 37).Select(i => (byte)i).ToArray();
        Png.Write(Path, new PixelImage(7, 37, 1, pixels));

        var image = Read();

        Assert.Equal((7, 37, 1), (image.Width, image.Height, image.Channels));
        Assert.Equal(pixels, image.Pixels);
        Assert.Equal((7, 37), ImageFile.SizeOf(Path));
    }

    [Fact]
    public void Colours_become_their_luma()
    {
        Png.Write(Path, new PixelImage(5, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 200, 100, 50]));

        Assert.Equal([76, 150, 29, 255, 124], Read().Pixels);
    }

    [Theory]
    [InlineData("16 bits, grey", "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABEAAAAABuG5crAAAAD0lEQVR42mMQ+t/A8L8eAAnrAxC9SxXrAAAAAElFTkSuQmCC", 18, 128, 255)]
    [InlineData("16 bits, colours", "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABEAIAAAAr0DSeAAAAFUlEQVR42mM4wZnCacTJzsjOxM4MABA6AZV5WGbQAAAAAElFTkSuQmCC", 124, 7)]
    [InlineData("a palette with a transparent colour", "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAMAAAAsPuSGAAAACVBMVEXIZDIJCQn///+8iAiLAAAAA3RSTlP//wDXyg1BAAAADElEQVR42mNgYGQCAAAIAAQIHWMKAAAAAElFTkSuQmCC", 124, 9, 0)]
    [InlineData("a palette of two colours", "iVBORw0KGgoAAAANSUhEUgAAAAgAAAABAQMAAADZzn0AAAAABlBMVEUJCQnIZDKkiv0nAAAACklEQVR42mPYAAAAsgCx+IKSpwAAAABJRU5ErkJggg==", 124, 9, 124, 124, 9, 9, 9, 9)]
    [InlineData("grey with a gamma", "iVBORw0KGgoAAAANSUhEUgAAAAMAAAABCAAAAAA+i0toAAAABGdBTUEAALGPC/xhBQAAAAxJREFUeNpj4BI5AQABEgDn1KX9cAAAAABJRU5ErkJggg==", 10, 20, 200)]
    public void Every_kind_of_png_is_read(string what, string file, params int[] pixels)
    {
        File.WriteAllBytes(Path, Convert.FromBase64String(file));

        Assert.True(pixels.SequenceEqual(Read().Pixels.Select(pixel => (int)pixel)), what);
    }

    [Fact]
    public void Of_colours_that_are_lost_it_is_told()
    {
        Png.Write(Path, new PixelImage(2, 1, 3, [9, 9, 9, 9, 9, 10]));
        Assert.True(ImageFile.ReadGrey(Path).WasColoured);

        Png.Write(Path, new PixelImage(2, 1, 3, [9, 9, 9, 10, 10, 10]));
        Assert.False(ImageFile.ReadGrey(Path).WasColoured);
    }

    [Fact]
    public void An_image_that_no_memory_holds_is_refused()
    {
        File.WriteAllBytes(Path, Convert.FromBase64String(Huge));

        Assert.Equal($"'{Path}' is of 60000 x 60000 pixels, too many to be read: make it smaller", Refusal(Path));
    }

    [Fact]
    public void What_is_transparent_is_over_black()
    {
        File.WriteAllBytes(Path, Convert.FromBase64String(Transparent));

        Assert.Equal([124, 62, 0], Read().Pixels);
    }

    [Fact]
    public void A_jpeg_is_read_whatever_its_name()
    {
        File.WriteAllBytes(Path, Convert.FromBase64String(Jpeg));

        var image = Read();

        Assert.Equal((8, 8), (image.Width, image.Height));
        Assert.InRange(image.Pixels.Where((_, i) => i % 8 < 4).Average(p => p), 100, 110);
        Assert.InRange(image.Pixels.Where((_, i) => i % 8 >= 4).Average(p => p), 245, 255);
    }

    [Fact]
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

    [Fact]
    public void A_png_of_which_a_byte_is_missing_or_another_is_refused_unless_its_pixels_are_whole()
    {
        var pixels = Enumerable.Range(0, 1600).Select(i => (byte)(i * i)).ToArray();
        Png.Write(Path, new PixelImage(40, 40, 1, pixels));
        var whole = File.ReadAllBytes(Path);
        var refused = 0;
        for (var i = 0; i < whole.Length; i++)
        {
            foreach (var spoilt in (byte[][])[whole[..i], [.. whole[..i], (byte)(whole[i] ^ 4), .. whole[(i + 1)..]]])
            {
                File.WriteAllBytes(Path, spoilt);
                try
                {
                    Assert.Equal(pixels, Read().Pixels);
                }
                catch (UserInputException e)
                {
                    Assert.StartsWith($"'{Path}' is ", e.Message, StringComparison.Ordinal);
                    refused++;
                }
            }
        }

        // All but the sums at the end of the pixels' data, and the end's chunk.
        Assert.InRange(refused, (2 * whole.Length) - 40, 2 * whole.Length);
        File.WriteAllBytes(Path, whole[..^40]);
        Assert.Equal($"'{Path}' is truncated: replace it with a whole copy", Refusal(Path));
    }

    [Fact]
    public void Another_format_a_folder_and_nothing_are_refused()
    {
        using (var gif = File.Create(Path))
        {
            Gif.Write(gif, [new PixelImage(2, 2, 1, new byte[4])], 10);
        }

        var other = $"'{Path}' is no PNG or JPEG image: replace it or take it away";
        Assert.Equal(other, Refusal(Path));
        File.WriteAllText(Path, "a text, and no image");
        Assert.Equal(other, Refusal(Path));
        Assert.StartsWith($"'{_temp.Path}' can't be read (", Refusal(_temp.Path), StringComparison.Ordinal);
        Assert.StartsWith($"'{_temp.File("no")}' can't be read (", Refusal(_temp.File("no")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_is_known_before_anything_is_decoded()
    {
        Png.Write(Path, new PixelImage(30, 20, 1, new byte[600]));
        var file = File.ReadAllBytes(Path);
        file[^20] ^= 4;
        File.WriteAllBytes(Path, file);

        Assert.Equal((30, 20), ImageFile.SizeOf(Path));
        Assert.Equal($"'{Path}' is damaged: replace it with a sound copy", Refusal(Path));
    }

    private static string Refusal(string path) =>
        Assert.Throws<UserInputException>(() => ImageFile.ReadGrey(path)).Message;

    private PixelImage Read() => ImageFile.ReadGrey(Path).Image;
}
