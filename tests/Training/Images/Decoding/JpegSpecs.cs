using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Tests.Images.Decoding;

public sealed class JpegSpecs
{
    /// <summary>16 x 8, the inks (255, 0, 0, 0) on the left half and (0, 128, 64, 32) on the right, by Pillow: quality=100,
    /// subsampling=0, optimize=True.</summary>
    private const string Cmyk = """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB/8AA
        FAgACAAQBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAoLCf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8An/n8H8H8L/Cf
        +P8As/3/2Q==
        """;

    /// <summary>16 x 16, (200, 100, 50) on the right half, on the left black above (0, 0, 255), by Pillow: as above,
    /// progressive=True.</summary>
    private const string Progressive = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/
        2wBDAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wgARCAAQABADAREAAhEBAxEB/8QA
        FQABAQAAAAAAAAAAAAAAAAAACQr/xAAXAQADAQAAAAAAAAAAAAAAAAAACAkK/9oADAMBAAIQAxAAAAGf8HwVd2CD1STTXzK3Sz//xAAUEAEAAAAAAAAAAAAA
        AAAAAAAg/9oACAEBAAEFAh//xAAUEQEAAAAAAAAAAAAAAAAAAAAg/9oACAEDAQE/AR//xAAUEQEAAAAAAAAAAAAAAAAAAAAg/9oACAECAQE/AR//xAAUEAEA
        AAAAAAAAAAAAAAAAAAAg/9oACAEBAAY/Ah//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAE/IR//2gAMAwEAAgADAAAAEAAP/8QAFBEBAAAAAAAAAAAA
        AAAAAAAAIP/aAAgBAwEBPxAf/8QAFBEBAAAAAAAAAAAAAAAAAAAAIP/aAAgBAgEBPxAf/8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQABPxAf/9k=
        """;

    [Fact]
    public void Grey_is_read()
    {
        byte[] grey = [.. Enumerable.Range(0, 128).Select(i => (byte)(i % 16 < 8 ? 0 : 200))];

        using var image = Decoded(SkiaFiles.Jpeg(16, 8, grey));

        Assert.Equal(ImageKind.Jpeg, image.Kind);
        Assert.Equal(grey.SelectMany(value => Enumerable.Repeat(value, 3)), image.ToPixels().Pixels);
    }

    [Fact]
    public void Inks_become_colours()
    {
        using var image = Decoded(Convert.FromBase64String(Cmyk));
        var pixels = image.ToPixels().Pixels;

        for (var i = 0; i < 128; i++)
        {
            Assert.Equal(i % 16 < 8 ? [0, 255, 255] : new byte[] { 223, 111, 167 }, pixels.AsSpan(i * 3, 3).ToArray());
        }
    }

    [Fact]
    public void Colours_that_come_in_passes_are_read()
    {
        using var image = Decoded(Convert.FromBase64String(Progressive));
        var pixels = image.ToPixels().Pixels;

        Near([0, 0, 0], pixels, 3, 3);
        Near([0, 0, 255], pixels, 3, 12);
        Near([200, 100, 50], pixels, 12, 3);
        Near([200, 100, 50], pixels, 12, 12);
    }

    /// <summary>A grid of 3 x 2 blocks, 1 2 3 above 4 5 6, as each of EXIF's orientations has it shown.</summary>
    [Theory]
    [InlineData(1, 3, 1, 2, 3, 4, 5, 6)]
    [InlineData(2, 3, 3, 2, 1, 6, 5, 4)]
    [InlineData(3, 3, 6, 5, 4, 3, 2, 1)]
    [InlineData(4, 3, 4, 5, 6, 1, 2, 3)]
    [InlineData(5, 2, 1, 4, 2, 5, 3, 6)]
    [InlineData(6, 2, 4, 1, 5, 2, 6, 3)]
    [InlineData(7, 2, 6, 3, 5, 2, 4, 1)]
    [InlineData(8, 2, 3, 6, 2, 5, 1, 4)]
    [InlineData(9, 3, 1, 2, 3, 4, 5, 6)]
    public void Every_orientation_is_turned(byte orientation, int columns, params int[] blocks)
    {
        byte[] grey = [.. Enumerable.Range(0, 24 * 16).Select(i => (byte)(40 * ((i / 24 / 8 * 3) + (i % 24 / 8) + 1)))];
        var file = SkiaFiles.Jpeg(24, 16, grey);
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\b\0\x1\x1\x12\0\x3\0\0\0\x1\0"u8, orientation, 0, 0, 0, 0, 0, 0];

        using var image = Decoded([.. file[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. file[2..]]);

        Assert.Equal((columns * 8, 48 / columns), (image.Width, image.Height));
        var pixels = image.ToPixels().Pixels;
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / 3 % image.Width, i / 3 / image.Width);
            Assert.Equal(40 * blocks[(y / 8 * columns) + (x / 8)], pixels[i]);
        }
    }

    [Fact]
    public void A_missing_end_is_noticed_whatever_the_order_of_the_passes()
    {
        foreach (var file in (byte[][])[Convert.FromBase64String(Cmyk), Convert.FromBase64String(Progressive)])
        {
            for (var length = 20; length < file.Length; length++)
            {
                var error = Record.Exception(() => Decoded(file[..length]).Dispose())?.Message;
                Assert.Equal("'an image' is truncated: replace it with a whole copy", error ?? $"{length} bytes are enough");
            }
        }
    }

    [Fact]
    public void What_follows_the_end_or_comes_in_a_thumbnail_is_not_taken_for_it()
    {
        var file = Convert.FromBase64String(Progressive);
        byte[] thumbnail = [0xFF, 0xE1, 0, 12, .. "Exif"u8, 0xFF, 0xDA, 0, 0, 0xFF, 0xD9];
        byte[] longer = [.. file[..2], .. thumbnail, .. file[2..], 0xFF, 0xDA, 1, 2, 3];
        using var image = Decoded(file);
        using var other = Decoded(longer);

        Assert.Equal(image.ToPixels().Pixels, other.ToPixels().Pixels);
        Assert.NotNull(Record.Exception(() => Decoded(longer[..^8]).Dispose()));
    }

    private static DecodedImage Decoded(byte[] file) => ImageDecoder.Decode(file, "an image", Rgb.White);

    private static void Near(byte[] expected, byte[] pixels, int x, int y) => Assert.All(
        expected.Index(), channel => Assert.InRange(pixels[(((y * 16) + x) * 3) + channel.Index] - channel.Item, -2, 2));
}
