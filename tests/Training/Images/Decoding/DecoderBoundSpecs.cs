using System.Buffers.Binary;
using GanCluster.Core;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Tests.Images.Decoding;

public sealed class DecoderBoundSpecs : IDisposable
{
    private readonly TempFolder _temp = new();

    public static TheoryData<string> Kinds => ["png", "interlaced", "palette", "jpeg", "webp", "lossy", "gif", "bmp", "rle"];

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("too many", 60_000, 60_000)]
    [InlineData("too wide", 65_536, 1)]
    [InlineData("one row too many", 8_192, 8_193)]
    public void A_large_image_is_refused_before_its_pixels_are_allocated(string what, int width, int height)
    {
        var file = PngBytes.Of(1, 8, PngBytes.Grey, [[1]]);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(file.AsSpan(12, 17)));
        File.WriteAllBytes(_temp.File("a.png"), file);

        var error = Assert.Throws<UserInputException>(() => ImageDecoder.Read(
            _temp.File("a.png"), Rgb.White, _ => throw new InvalidOperationException($"{what}, and admitted"))).Message;

        Assert.Equal($"'{_temp.File("a.png")}' is of {width} x {height} pixels, and at most 67108864 and 65535 a side are read: "
            + "make it smaller", error);
    }

    [Fact]
    public void Who_admits_an_image_is_told_when_it_is_given_back()
    {
        var (admission, asked) = (new Admission(), new List<long>());
        File.WriteAllBytes(_temp.File("a.png"), PngBytes.Of(2, 8, PngBytes.Grey, [[1, 2], [3, 4], [5, 6]]));
        using (ImageDecoder.Read(_temp.File("a.png"), Rgb.White, Admit))
        {
            Assert.Equal(0, admission.GivenBack);
        }

        Assert.Equal(1, admission.GivenBack);
        File.WriteAllBytes(_temp.File("a.png"), File.ReadAllBytes(_temp.File("a.png"))[..^24]);
        Assert.Throws<UserInputException>(() => ImageDecoder.Read(_temp.File("a.png"), Rgb.White, Admit));
        Assert.Equal(asked.Count, admission.GivenBack);
        Assert.Equal(6, asked[0]);

        IDisposable Admit(long pixels)
        {
            asked.Add(pixels);
            return admission;
        }
    }

    [Fact]
    public void Nothing_an_empty_file_and_a_missing_one_are_refused()
    {
        File.WriteAllBytes(_temp.File("empty.png"), []);
        Assert.Equal($"'{_temp.File("empty.png")}' is empty: replace it or take it away", Refusal(_temp.File("empty.png")));
        Assert.StartsWith($"'{_temp.File("no.png")}' can't be read (", Refusal(_temp.File("no.png")), StringComparison.Ordinal);
        Assert.StartsWith($"'{_temp.Path}' can't be read (", Refusal(_temp.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_without_pixels_is_refused()
    {
        var png = PngBytes.Of(1, 8, PngBytes.Grey, [[1]]);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), 0);
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(png.AsSpan(12, 17)));
        var gif = GifBytes.Of(0, 0, new byte[12], new GifFrame(0, 0, 1, [0]))[..30];
        foreach (var file in (byte[][])[png, BmpBytes.Of(0, 1, 24, []), gif])
        {
            File.WriteAllBytes(_temp.File("a.png"), file);
            Assert.StartsWith($"'{_temp.File("a.png")}' is ", Refusal(_temp.File("a.png")), StringComparison.Ordinal);
        }
    }

    /// <summary>Each file cut, changed and mixed in a thousand ways: it is read or refused, and never asks for more than the
    /// bound.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_spoilt_file_is_read_or_refused(string kind)
    {
        var (file, random, read) = (Sound(kind), new Random(kind.Length), 0);
        for (var i = 0; i < 1000; i++)
        {
            try
            {
                using var image = ImageDecoder.Decode(Spoilt(file, random), "an image", Rgb.White);
                Assert.InRange((long)image.Width * image.Height, 1, ImageDecoder.MaxPixels);
                read++;
            }
            catch (UserInputException e)
            {
                Assert.StartsWith("'an image' is ", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 0, 999);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_cut_file_is_refused_unless_all_its_pixels_are_there(string kind)
    {
        var (file, refused) = (Sound(kind), 0);
        using var whole = ImageDecoder.Decode(file, "an image", Rgb.White);
        for (var length = 0; length < file.Length; length++)
        {
            try
            {
                using var image = ImageDecoder.Decode(file.AsSpan(0, length), "an image", Rgb.White);
                Assert.Equal(whole.ToPixels().Pixels, image.ToPixels().Pixels);
            }
            catch (UserInputException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, file.Length / 2, file.Length);
    }

    private static byte[] Spoilt(byte[] file, Random random)
    {
        var spoilt = random.Next(4) == 0 ? file[..random.Next(file.Length)] : [.. file];
        for (var changes = random.Next(4); changes >= 0 && spoilt.Length > 0; changes--)
        {
            spoilt[random.Next(spoilt.Length)] = random.Next(3) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) };
        }

        return random.Next(8) == 0 && spoilt.Length > 0
            ? [.. spoilt[..random.Next(spoilt.Length)], .. file[random.Next(file.Length)..]]
            : spoilt;
    }

    private static byte[] Sound(string kind)
    {
        byte[] noise = [.. Enumerable.Range(0, 24 * 16 * 4).Select(i => (byte)(i * i * 7 / 3))];
        byte[] palette = [.. Enumerable.Range(0, 8).Select(i => (byte)(i * 31))];
        return kind switch
        {
            "png" => PngBytes.Of(24, 8, PngBytes.ColourAlpha, [.. noise.Chunk(96)]),
            "interlaced" => PngBytes.Interlaced(24, PngBytes.ColourAlpha, noise, 4),
            "palette" => PngBytes.Of(
                4, 2, PngBytes.Palette, [[0b00011011]], ("PLTE", [.. palette, 1, 2, 3, 4]), ("tRNS", [9, 255])),
            "jpeg" => SkiaFiles.Jpeg(24, 16, noise[..384]),
            "webp" => SkiaFiles.WebP(24, 16, noise, isLossless: true),
            "lossy" => SkiaFiles.WebP(24, 16, noise, isLossless: false),
            "gif" => GifBytes.Of(6, 4, [.. palette, 1, 2, 3, 4], new GifFrame(1, 1, 5, [0, 1, 2, 3, 0, 1, 2, 3, 0, 1], 2)),
            "bmp" => BmpBytes.Of(24, 16, 32, noise, masks: [0xFF0000, 0xFF00, 0xFF, 0xFF000000]),
            _ => BmpBytes.Of(3, 1, 8, [2, 1, 1, 0, 0, 1], compression: 1, palette: palette),
        };
    }

    private static string Refusal(string path) =>
        Assert.Throws<UserInputException>(() => ImageDecoder.Read(path, Rgb.White)).Message;

    private sealed class Admission : IDisposable
    {
        public int GivenBack { get; private set; }

        public void Dispose() => GivenBack++;
    }
}
