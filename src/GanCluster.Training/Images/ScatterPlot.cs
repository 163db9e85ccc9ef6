namespace GanCluster.Training.Images;

/// <summary>Generated points over a 2-D mixture: a circle of 3 sigma around each mean, a dot for each point.</summary>
public static class ScatterPlot
{
    private const int Size = 512;
    private const int Margin = 16;
    private const float DotRadius = 1.1f;
    private const float DotOpacity = 0.4f;

    private static readonly (byte R, byte G, byte B) DotColour = (24, 78, 160);
    private static readonly (byte R, byte G, byte B) RingColour = (232, 140, 40);
    private static readonly (byte R, byte G, byte B) AxisColour = (225, 225, 225);
    private static readonly (byte R, byte G, byte B) FrameColour = (110, 110, 110);

    /// <param name="points">x, y, x, y, ... in the units of the means; what lies outside the frame is not drawn.</param>
    /// <param name="extent">The frame covers [-extent, extent] in both directions.</param>
    public static PixelImage Render(
        ReadOnlySpan<float> points, IReadOnlyList<(float X, float Y)> means, float sigma, float extent)
    {
        var pixels = new byte[Size * Size * 3];
        Array.Fill(pixels, (byte)255);
        DrawLines(pixels, Size / 2, AxisColour);
        var pixelsPerUnit = ((Size / 2) - Margin) / extent;
        for (var i = 0; i + 1 < points.Length; i += 2)
        {
            if (MathF.Abs(points[i]) <= extent && MathF.Abs(points[i + 1]) <= extent)
            {
                var (x, y) = (Place(points[i], pixelsPerUnit), Place(-points[i + 1], pixelsPerUnit));
                Ring(pixels, x, y, 0, DotRadius, DotColour, DotOpacity);
            }
        }

        // Above the points, or a mode that is hit well would hide its own circle.
        var radius = Math.Max(3 * sigma * pixelsPerUnit, 2);
        foreach (var (x, y) in means)
        {
            Ring(pixels, Place(x, pixelsPerUnit), Place(-y, pixelsPerUnit), radius, 0.8f, RingColour, 0.85f);
        }

        DrawLines(pixels, Margin, FrameColour);
        DrawLines(pixels, Size - Margin, FrameColour);
        return new PixelImage(Size, Size, 3, pixels);
    }

    private static float Place(float value, float pixelsPerUnit) => (Size / 2) + (value * pixelsPerUnit);

    /// <summary>One horizontal and one vertical line of the frame's length.</summary>
    private static void DrawLines(Span<byte> pixels, int at, (byte R, byte G, byte B) colour)
    {
        for (var i = Margin; i <= Size - Margin; i++)
        {
            Blend(pixels, i, at, colour, 1);
            Blend(pixels, at, i, colour, 1);
        }
    }

    /// <summary>A circle's line of that half width; a disc if the radius is 0. The edge fades over one pixel.</summary>
    private static void Ring(
        Span<byte> pixels, float x, float y, float radius, float halfWidth, (byte R, byte G, byte B) colour, float opacity)
    {
        var reach = radius + halfWidth + 1;
        for (var row = (int)(y - reach); row <= y + reach; row++)
        {
            for (var column = (int)(x - reach); column <= x + reach; column++)
            {
                var distance = MathF.Sqrt(((column - x) * (column - x)) + ((row - y) * (row - y)));
                Blend(pixels, column, row, colour, opacity * Math.Clamp(halfWidth + 0.5f - MathF.Abs(distance - radius), 0, 1));
            }
        }
    }

    private static void Blend(Span<byte> pixels, int column, int row, (byte R, byte G, byte B) colour, float opacity)
    {
        if (column is < 0 or >= Size || row is < 0 or >= Size)
        {
            return;
        }

        var pixel = pixels.Slice(((row * Size) + column) * 3, 3);
        pixel[0] = Mix(pixel[0], colour.R, opacity);
        pixel[1] = Mix(pixel[1], colour.G, opacity);
        pixel[2] = Mix(pixel[2], colour.B, opacity);
    }

    private static byte Mix(byte below, byte above, float opacity) => (byte)MathF.Round(below + ((above - below) * opacity));
}
