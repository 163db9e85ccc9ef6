using TorchSharp;
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
    public static Tensor Up(Tensor image) => image.device_type == DeviceType.CPU
        ? F.interpolate(image, scale_factor: [2, 2], mode: InterpolationMode.Bilinear, align_corners: false)
        : Doubled(Doubled(image, 2), 3);

    /// <summary>Twice as much along a dimension, as bilinear interpolation has it: a pixel's two parts are a quarter of the way to the
    /// neighbour on their side. On GPUs the backward pass of interpolation itself has no deterministic kernel.</summary>
    internal static Tensor Doubled(Tensor image, int along)
    {
        var size = image.shape[along];
        var before = cat([image.narrow(along, 0, 1), image.narrow(along, 0, size - 1)], along);
        var after = cat([image.narrow(along, 1, size - 1), image.narrow(along, size - 1, 1)], along);
        long[] shape = [.. image.shape];
        shape[along] *= 2;
        return stack([(image * 0.75) + (before * 0.25), (image * 0.75) + (after * 0.25)], along + 1).view(shape);
    }

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
