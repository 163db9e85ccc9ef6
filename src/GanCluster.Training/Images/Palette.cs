namespace GanCluster.Training.Images;

/// <summary>
/// At most 256 colours for all frames of a moving picture, by median cut (Heckbert, 1982) over colours of 5 bits a channel. One for
/// all frames, and a dither by place alone, so that what stands still does not flicker. Equal frames give equal colours.
/// </summary>
internal sealed class Palette
{
    public const int Most = 256;

    private const int Bits = 5;
    private const int Cells = 1 << (3 * Bits);
    private const int Shift = 8 - Bits;

    /// <summary>Bayer's matrix of 4 x 4, over a cell's height.</summary>
    private static readonly int[] Dither = [.. new[] { 0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5 }.Select(n => (n / 2) - 4)];

    private readonly byte[] _nearest = new byte[Cells];

    private Palette(List<byte[]> colours)
    {
        Colours = colours;
        for (var cell = 0; cell < Cells; cell++)
        {
            _nearest[cell] = (byte)Nearest(cell);
        }
    }

    /// <summary>Red, green and blue of each.</summary>
    public IReadOnlyList<byte[]> Colours { get; }

    public static Palette Of(IEnumerable<PixelImage> frames)
    {
        var counts = new long[Cells];
        var sums = new long[Cells * 3];
        foreach (var pixels in frames.Select(frame => frame.Pixels))
        {
            for (var i = 0; i < pixels.Length; i += 3)
            {
                var cell = Cell(pixels[i], pixels[i + 1], pixels[i + 2]);
                counts[cell]++;
                for (var c = 0; c < 3; c++)
                {
                    sums[(cell * 3) + c] += pixels[i + c];
                }
            }
        }

        int[] used = [.. Enumerable.Range(0, Cells).Where(cell => counts[cell] > 0)];
        return new Palette([.. Cut(used, counts).Select(box => Mean(box, counts, sums))]);
    }

    /// <summary>The colour's number for each pixel.</summary>
    public byte[] Numbers(PixelImage frame)
    {
        var (numbers, pixels) = (new byte[frame.Width * frame.Height], frame.Pixels);
        for (var i = 0; i < numbers.Length; i++)
        {
            var more = Dither[(i / frame.Width % 4 * 4) + (i % frame.Width % 4)];
            numbers[i] = _nearest[Cell(
                Math.Clamp(pixels[i * 3] + more, 0, 255),
                Math.Clamp(pixels[(i * 3) + 1] + more, 0, 255),
                Math.Clamp(pixels[(i * 3) + 2] + more, 0, 255))];
        }

        return numbers;
    }

    /// <summary>Parts the box with the most pixels times its length in two, until there are enough.</summary>
    private static List<int[]> Cut(int[] used, long[] counts)
    {
        var boxes = new List<int[]> { used };
        while (boxes.Count < Most && boxes.Where(box => box.Length > 1).MaxBy(Weight) is { } largest)
        {
            var channel = Enumerable.Range(0, 3).MaxBy(c => Length(largest, c));
            int[] sorted = [.. largest.OrderBy(cell => Value(cell, channel)).ThenBy(cell => cell)];
            var (half, middle) = (largest.Sum(cell => counts[cell]) / 2, 1);
            for (var sum = counts[sorted[0]]; middle < sorted.Length - 1 && sum + (counts[sorted[middle]] / 2) < half; middle++)
            {
                sum += counts[sorted[middle]];
            }

            boxes.Remove(largest);
            boxes.AddRange([sorted[..middle], sorted[middle..]]);
        }

        return boxes;

        long Weight(int[] box) => box.Sum(cell => counts[cell]) * Enumerable.Range(0, 3).Max(c => Length(box, c));
    }

    private static byte[] Mean(int[] box, long[] counts, long[] sums)
    {
        var count = box.Sum(cell => counts[cell]);
        return [.. Enumerable.Range(0, 3).Select(c => (byte)((box.Sum(cell => sums[(cell * 3) + c]) + (count / 2)) / count))];
    }

    private static int Length(int[] box, int channel) => box.Max(cell => Value(cell, channel)) - box.Min(cell => Value(cell, channel));

    private static int Cell(int red, int green, int blue) =>
        (((red >> Shift << Bits) | (green >> Shift)) << Bits) | (blue >> Shift);

    private static int Value(int cell, int channel) => (cell >> ((2 - channel) * Bits)) & ((1 << Bits) - 1);

    private int Nearest(int cell) => Enumerable.Range(0, Colours.Count).MinBy(number =>
        Enumerable.Range(0, 3).Sum(c => Square(Colours[number][c] - (Value(cell, c) << Shift) - (1 << (Shift - 1)))));

    private static int Square(int value) => value * value;
}
