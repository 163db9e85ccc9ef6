using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Tests.Images.Decoding;

public sealed class WebPSpecs
{
    [Fact]
    public void Lossless_pixels_are_as_they_were_and_over_the_background()
    {
        byte[] rgba = [200, 100, 50, 255, 1, 2, 3, 255, 0, 0, 0, 100];

        using var image = ImageDecoder.Decode(SkiaFiles.WebP(3, 1, rgba, isLossless: true), "an image", Rgb.White);

        Assert.Equal((ImageKind.WebP, true), (image.Kind, image.WasTransparent));
        Assert.Equal([200, 100, 50, 1, 2, 3, 155, 155, 155], image.ToPixels().Pixels);
    }

    [Fact]
    public void Lossy_pixels_are_close()
    {
        byte[] rgba = [.. Enumerable.Range(0, 64).SelectMany(_ => new byte[] { 200, 100, 50, 255 })];

        using var image = ImageDecoder.Decode(SkiaFiles.WebP(8, 8, rgba, isLossless: false), "an image", Rgb.White);

        int[] colour = [200, 100, 50];
        Assert.All(image.ToPixels().Pixels.Index(), value => Assert.InRange(value.Item - colour[value.Index % 3], -2, 2));
    }
}
