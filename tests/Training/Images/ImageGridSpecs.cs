using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Images;

public sealed class ImageGridSpecs
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1, 255)]
    [InlineData(0, 128)]
    [InlineData(-0.5f, 64)]
    [InlineData(-7, 0)]
    [InlineData(7, 255)]
    [InlineData(float.NaN, 128)]
    [InlineData(float.PositiveInfinity, 255)]
    [InlineData(float.NegativeInfinity, 0)]
    public void A_value_becomes_the_nearest_pixel(float value, byte pixel) => Assert.Equal(pixel, ImageGrid.ToPixel(value));

    [Fact]
    public void Every_pixel_survives_the_way_to_a_value_and_back()
    {
        for (var pixel = 0; pixel < 256; pixel++)
        {
            Assert.Equal(pixel, ImageGrid.ToPixel((pixel / 127.5f) - 1));
        }
    }

    [Fact]
    public void Images_stand_in_rows_with_gutters_and_scaled()
    {
        // Three grey images of 1 x 2, two a row, each value 2 x 2 pixels, gutters (w) of one pixel.
        float[] images = [-1, 1, 1, -1, -1, -1];
        var sheet = ImageGrid.Compose(images, count: 3, channels: 1, height: 1, width: 2, columns: 2, padding: 1, scale: 2);

        const byte w = 255;
        Assert.Equal((11, 7, 1), (sheet.Width, sheet.Height, sheet.Channels));
        byte[] first = [w, 0, 0, 255, 255, w, 255, 255, 0, 0, w];
        byte[] second = [w, 0, 0, 0, 0, w, w, w, w, w, w];
        byte[] gutter = [.. Enumerable.Repeat(w, 11)];
        Assert.Equal([.. gutter, .. first, .. first, .. gutter, .. second, .. second, .. gutter], sheet.Pixels);
    }

    [Fact]
    public void Planes_of_colour_become_interleaved_pixels()
    {
        float[] redThenBlue = [1, -1, -1, -1, -1, 1];
        var sheet = ImageGrid.Compose(redThenBlue, 1, 3, 1, 2, columns: 8, padding: 0);
        Assert.Equal((2, 1, 3), (sheet.Width, sheet.Height, sheet.Channels));
        Assert.Equal([255, 0, 0, 0, 0, 255], sheet.Pixels);
    }

    [Fact]
    public void Values_that_are_not_the_images_named_are_refused() =>
        Assert.Throws<ArgumentException>(() => ImageGrid.Compose(new float[5], 1, 1, 2, 2, columns: 1));
}
