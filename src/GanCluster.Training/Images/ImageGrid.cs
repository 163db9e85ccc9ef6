namespace GanCluster.Training.Images;

/// <summary>Lays out a batch of images in rows, as sample sheets show them.</summary>
public static class ImageGrid
{
    private const byte Gutter = 255;

    /// <summary>
    /// <c>round((x + 1) * 127.5)</c>, clamped to 0..255; a NaN becomes mid-grey.
    /// </summary>
    public static byte ToPixel(float value) =>
        float.IsNaN(value) ? (byte)128 : (byte)Math.Clamp(MathF.Round((value + 1) * 127.5f), 0, 255);

    /// <inheritdoc cref="ToPixel"/>
    public static void ToPixels(ReadOnlySpan<float> values, Span<byte> pixels)
    {
        for (var i = 0; i < values.Length; i++)
        {
            pixels[i] = ToPixel(values[i]);
        }
    }

    /// <param name="images">Values in [-1, 1], laid out NCHW.</param>
    /// <param name="columns">Images a row; the last row may be short.</param>
    /// <param name="padding">Pixels between images and around them, not scaled.</param>
    /// <param name="scale">Each value becomes a square of this many pixels a side.</param>
    public static PixelImage Compose(
        ReadOnlySpan<float> images, int count, int channels, int height, int width, int columns, int padding = 2, int scale = 1)
    {
        if (channels is not (1 or 3) || count <= 0 || columns <= 0 || padding < 0 || scale <= 0
            || images.Length != (long)count * channels * height * width)
        {
            throw new ArgumentException($"{images.Length} values are no {count} images of {channels} x {height} x {width}");
        }

        columns = Math.Min(columns, count);
        var rows = (count + columns - 1) / columns;
        var (cellWidth, cellHeight) = ((width * scale) + padding, (height * scale) + padding);
        var (sheetWidth, sheetHeight) = ((columns * cellWidth) + padding, (rows * cellHeight) + padding);
        var pixels = new byte[sheetWidth * sheetHeight * channels];
        Array.Fill(pixels, Gutter);
        for (var i = 0; i < count; i++)
        {
            var image = images.Slice(i * channels * height * width, channels * height * width);
            var top = padding + (i / columns * cellHeight);
            var left = padding + (i % columns * cellWidth);
            for (var y = 0; y < height * scale; y++)
            {
                var row = pixels.AsSpan((((top + y) * sheetWidth) + left) * channels, width * scale * channels);
                FillRow(row, image, channels, height * width, y / scale * width, scale);
            }
        }

        return new PixelImage(sheetWidth, sheetHeight, channels, pixels);
    }

    private static void FillRow(Span<byte> row, ReadOnlySpan<float> image, int channels, int planeSize, int rowStart, int scale)
    {
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = ToPixel(image[(i % channels * planeSize) + rowStart + (i / channels / scale)]);
        }
    }
}
