using GanCluster.Core.Runs;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>
/// SRGAN (Ledig et al., 2017) from 7 x 7 to 28 x 28. Residual blocks at 7 pixels and two doublings by pixel shuffle make what a
/// bilinear enlargement lacks; the last layer starts at zero, so that training starts from that enlargement. Without batch norm,
/// which costs PSNR (Lim et al., 2017, EDSR), and with which an image would depend on its batch.
/// </summary>
internal sealed class Srgan : IFamily
{
    /// <summary>Height and width of an image over those of its low image.</summary>
    public const int Factor = 4;

    /// <summary>Keeps a signal's size past a leaky unit of slope 0.2 (He et al., 2015).</summary>
    private static readonly double Leaky = Math.Sqrt(2 / 1.04);

    /// <summary>Each value is the mean of 4 x 4: (N, C, H, W) to (N, C, H / 4, W / 4).</summary>
    public static Tensor Low(Tensor images) => F.avg_pool2d(images, [Factor, Factor]);

    public IReadOnlyList<long> Shape { get; } = [1, 28, 28];

    /// <summary>How many pixels around its own place a pixel of the enlargement follows from, at most: one of the low image
    /// for each convolution before the first doubling, and less than two by the rest.</summary>
    public static int Reach(NetworkOptions network) => (2 * network.Depth) + 4;

    public IEnumerable<Layer> Generator(RunConfiguration configuration)
    {
        var (width, depth) = (configuration.Network.Width, configuration.Network.Depth);
        return
        [
            new Layer.Residual(
            [
                Conv(1, width, 3, 1, 1), new Layer.LeakyReLU(0.2), .. Enumerable.Range(0, depth).Select(_ => Block(width)),
                .. Double(width), .. Double(width), Conv(width, 1, 3, 1, 0),
            ]) { Shortcut = [new Layer.Upsample(), new Layer.Upsample()] },
        ];
    }

    public IEnumerable<Layer> Discriminator(RunConfiguration configuration)
    {
        var width = configuration.Network.Width;
        return
        [
            Conv(1, width, 3, 1, 1), new Layer.LeakyReLU(0.2),
            Conv(width, width, 4, 2, Leaky), new Layer.LeakyReLU(0.2),
            Conv(width, width * 2, 4, 2, Leaky), new Layer.LeakyReLU(0.2),
            Conv(width * 2, width * 4, 3, 2, Leaky), new Layer.LeakyReLU(0.2),
            new Layer.Reshape([-1]), new Layer.Linear(width * 4 * 16, 1), new Layer.Reshape([]),
        ];
    }

    private static Layer.Residual Block(int channels) => new(
        [Conv(channels, channels, 3, 1, 1), new Layer.LeakyReLU(0.2), Conv(channels, channels, 3, 1, 0)]);

    private static IEnumerable<Layer> Double(int channels) =>
        [Conv(channels, channels * 4, 3, 1, Leaky), new Layer.PixelShuffle(2), new Layer.LeakyReLU(0.2)];

    private static Layer.Conv2d Conv(int inputs, int outputs, int kernel, int stride, double scale) => new(
        inputs, outputs, kernel, stride, 1, scale * Math.Sqrt(1.0 / (inputs * kernel * kernel)), HasBias: true);
}
