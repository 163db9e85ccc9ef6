using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>
/// Images an octave apart (Burt and Adelson, 1983): each is the mean of 2 x 2 pixels of the next, and what <see cref="Up"/>
/// doesn't give back of that one is its band. Images and bands are (N, C, H, W), coarsest first.
/// </summary>
internal static class Pyramid
{
    /// <summary>Twice the height and width, bilinearly.</summary>
    public static Tensor Up(Tensor image) => F.interpolate(
        image, scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false);

    /// <summary>Half the height and width.</summary>
    public static Tensor Down(Tensor image) => F.avg_pool2d(image, [2, 2]);

    /// <summary>The image last, the coarsest first.</summary>
    public static IReadOnlyList<Tensor> Images(Tensor image, int levels)
    {
        var images = new List<Tensor> { image };
        while (images.Count < levels)
        {
            images.Insert(0, Down(images[0]));
        }

        return images;
    }

    /// <summary>The coarsest image, and the band of every other.</summary>
    public static IReadOnlyList<Tensor> Bands(Tensor image, int levels)
    {
        var images = Images(image, levels);
        return [images[0], .. images.Skip(1).Zip(images, (fine, coarse) => fine - Up(coarse))];
    }

    /// <summary>The image that <see cref="Bands"/> took apart.</summary>
    public static Tensor Image(IReadOnlyList<Tensor> bands) => bands.Aggregate((image, band) => Up(image) + band);
}
