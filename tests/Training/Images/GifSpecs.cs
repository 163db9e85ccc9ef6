using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Images;

public class GifSpecs
{
    public static TheoryData<string, byte[]> Pictures => new()
    {
        { "one grey", [.. Enumerable.Repeat((byte)7, 64 * 64)] },
        { "every grey", [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)i)] },
        { "noise, so that the codes run out several times", Noise(64 * 64) },
        { "stripes", [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(i % 3 * 100))] },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void What_is_written_is_read_back(string what, byte[] pixels)
    {
        var frames = new[] { new PixelImage(64, 64, 1, pixels), new PixelImage(64, 64, 1, [.. pixels.Reverse()]) };

        var read = Read(Write(frames));

        Assert.True(2 == read.Count, what);
        Assert.Equal(pixels, read[0]);
        Assert.Equal(pixels.Reverse(), read[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(254)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(767)]
    [InlineData(768)]
    [InlineData(3837)]
    [InlineData(3838)]
    [InlineData(3839)]
    [InlineData(3840)]
    [InlineData(7678)]
    public void Any_number_of_pixels_ends_well(int count)
    {
        var pixels = Noise(count);

        Assert.Equal(pixels, Assert.Single(Read(Write([new PixelImage(count, 1, 1, pixels)]))));
    }

    [Fact]
    public void Frames_of_several_sizes_or_colours_are_refused()
    {
        var grey = new PixelImage(2, 2, 1, new byte[4]);

        Assert.Throws<ArgumentException>(() => Write([grey, new PixelImage(4, 1, 1, new byte[4])]));
        Assert.Throws<ArgumentException>(() => Write([new PixelImage(2, 2, 3, new byte[12])]));
    }

    private static byte[] Noise(int count)
    {
        var state = 1u;
        return [.. Enumerable.Range(0, count).Select(_ => (byte)((state = (state * 1664525) + 1013904223) >> 24))];
    }

    private static byte[] Write(PixelImage[] frames)
    {
        using var stream = new MemoryStream();
        Gif.Write(stream, frames, hundredths: 5);
        return stream.ToArray();
    }

    /// <summary>A reader by the specification: sizes of codes grow as the table fills, whatever the writer thought.</summary>
    private static List<byte[]> Read(byte[] gif)
    {
        Assert.Equal("GIF89a"u8.ToArray(), gif[..6]);
        var frames = new List<byte[]>();
        var at = 13 + (3 * 256);
        while (gif[at] != 0x3B)
        {
            if (gif[at] == 0x21)
            {
                for (at += 2; gif[at] != 0; at += gif[at] + 1)
                {
                }

                at++;
                continue;
            }

            Assert.Equal(0x2C, gif[at]);
            Assert.Equal(8, gif[at + 10]);
            var data = new List<byte>();
            for (at += 11; gif[at] != 0; at += gif[at] + 1)
            {
                data.AddRange(gif[(at + 1)..(at + 1 + gif[at])]);
            }

            at++;
            frames.Add(Decode(data));
        }

        return frames;
    }

    private static byte[] Decode(List<byte> data)
    {
        var pixels = new List<byte>();
        var table = new List<byte[]>();
        byte[]? before = null;
        for (int bit = 0, size = 9; ;)
        {
            var code = 0;
            for (var i = 0; i < size; i++, bit++)
            {
                code |= ((data[bit / 8] >> (bit % 8)) & 1) << i;
            }

            if (code == 257)
            {
                return [.. pixels];
            }

            if (code == 256)
            {
                table = [.. Enumerable.Range(0, 258).Select(i => new[] { (byte)i })];
                (before, size) = (null, 9);
                continue;
            }

            var word = code < table.Count ? table[code] : [.. before!, before![0]];
            pixels.AddRange(word);
            if (before is not null && table.Count < 4096)
            {
                table.Add([.. before, word[0]]);
                size += table.Count == 1 << size && size < 12 ? 1 : 0;
            }

            before = word;
        }
    }
}
