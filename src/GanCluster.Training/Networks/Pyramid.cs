using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>
/// Images an octave apart (Burt and Adelson, 1983): each is the mean of 2 x 2 pixels of the next, and what <see cref="Up"/>
/// doesn't give back of that one is its band. Images and bands are (N, C, H, W), coarsest first.
/// </summary>
internal static class Pyramid
{
    private const int Height = 2;
    private const int Width = 3;

    /// <summary>Twice the height and width, bilinearly, pixels being areas. By sums of shifted images: what libtorch has for it
    /// is without a deterministic gradient on CUDA.</summary>
    public static Tensor Up(Tensor image)
    {
        using var wide = Doubled(image, Width);
        return Doubled(wide, Height);
    }

    /// <summary>Half the height and width.</summary>
    public static Tensor Down(Tensor image) => F.avg_pool2d(image, [2, 2]);

    /// <summary>Between two centres lie two new ones, at a quarter of the way from either; at the border there is but one.</summary>
    private static Tensor Doubled(Tensor image, int dimension)
    {
        using var scope = NewDisposeScope();
        var last = image.shape[dimension] - 1;
        var (before, after) = (image.narrow(dimension, 0, last), image.narrow(dimension, 1, last));
        var first = cat([image.narrow(dimension, 0, 1), (after * 0.75).add(before, alpha: 0.25)], dimension);
        var second = cat([(before * 0.75).add(after, alpha: 0.25), image.narrow(dimension, last, 1)], dimension);
        return stack([first, second], dimension + 1).flatten(dimension, dimension + 1).MoveToOuterDisposeScope();
    }

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
