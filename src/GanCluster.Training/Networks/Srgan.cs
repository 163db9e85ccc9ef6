using System.Numerics;
using GanCluster.Core.Runs;
using TorchSharp.Utils;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>SRGAN (Ledig et al., 2017), which makes images twice or four times as high and wide.</summary>
internal sealed class Srgan : IFamily
{
    /// <summary>Each value is the mean of factor x factor: (N, C, H, W) to (N, C, H / factor, W / factor).</summary>
    public static Tensor Low(Tensor images, int factor) => F.avg_pool2d(images, [factor, factor]);

    public IReadOnlyList<long> Shape(RunConfiguration run) => SampleShape.Of(run.Image);

    public bool Upscales => true;

    /// <summary>How many pixels around its own place a pixel of the enlargement follows from, at most: one of the low image
    /// for each convolution before the first doubling, and less than two by the rest.</summary>
    public static int Reach(NetworkOptions network) => (2 * network.Depth) + 4;

    public nn.Module Generator(RunConfiguration run, FirstWeights first) => new SrganGenerator(run, first);

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first) => new SrganDiscriminator(run, first);
}

/// <summary>
/// Residual blocks at the low image's size and doublings by pixel shuffle (Shi et al., 2016) make what a bilinear enlargement lacks; the
/// last layer starts at zero, so that training starts from that enlargement. Without batch norm, which costs PSNR (Lim et al.,
/// 2017, EDSR), and with which an image would depend on its batch.
/// </summary>
internal sealed class SrganGenerator : nn.Module<Tensor, Tensor>, IRecomputes
{
    private readonly int _doublings;

    [ComponentName(Name = "detail")]
    private readonly nn.Module<Tensor, Tensor> _detail;

    public SrganGenerator(RunConfiguration run, FirstWeights first)
        : base(nameof(SrganGenerator))
    {
        var (channels, width, layers) = (run.Image.Channels, run.Network.Width, new SrganLayers(first));
        _doublings = BitOperations.Log2((uint)run.SuperResolution.Factor);
        _detail = nn.Sequential(
        [
            layers.Conv(channels, width, 3, 1, 1), nn.LeakyReLU(0.2),
            .. Enumerable.Range(0, run.Network.Depth).Select(_ => layers.Block(width)),
            .. Enumerable.Range(0, _doublings).SelectMany(_ => layers.Double(width)), layers.Conv(width, channels, 3, 1, 0),
        ]);
        RegisterComponents();
    }

    public override Tensor forward(Tensor low)
    {
        var enlarged = Enumerable.Range(0, _doublings).Aggregate(low, (image, _) => Pyramid.Up(image));
        return enlarged + Recomputation.Call(_detail, low);
    }
}

/// <summary>Four convolutions, each followed by an activation, and a linear layer.</summary>
internal sealed class SrganDiscriminator : nn.Module<Tensor, Tensor>, IRecomputes
{
    [ComponentName(Name = "features")]
    private readonly TorchSharp.Modules.Sequential _features;

    [ComponentName(Name = "head")]
    private readonly nn.Module<Tensor, Tensor> _head;

    public SrganDiscriminator(RunConfiguration run, FirstWeights first)
        : base(nameof(SrganDiscriminator))
    {
        var (width, left, layers) = (run.Network.Width, ((run.Image.Size / 4) + 1) / 2, new SrganLayers(first));
        _features = nn.Sequential(
            layers.Conv(run.Image.Channels, width, 3, 1, 1), nn.LeakyReLU(0.2),
            layers.Conv(width, width, 4, 2, SrganLayers.Leaky), nn.LeakyReLU(0.2),
            layers.Conv(width, width * 2, 4, 2, SrganLayers.Leaky), nn.LeakyReLU(0.2),
            layers.Conv(width * 2, width * 4, 3, 2, SrganLayers.Leaky), nn.LeakyReLU(0.2));
        _head = first.Linear(width * 4 * left * left, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor images) => _head.call(Recomputation.Call(_features, images).flatten(1));

    /// <param name="hidden">Takes what each activation gives.</param>
    public Tensor Score(Tensor images, ICollection<Tensor> hidden)
    {
        var x = images;
        foreach (var layer in _features.children().Cast<nn.Module<Tensor, Tensor>>())
        {
            x = layer.call(x);
            if (layer is TorchSharp.Modules.LeakyReLU)
            {
                hidden.Add(x);
            }
        }

        return _head.call(x.flatten(1));
    }
}

internal sealed class SrganLayers(FirstWeights first)
{
    /// <summary>Keeps a signal's size past a leaky unit of slope 0.2 (He et al., 2015).</summary>
    public static readonly double Leaky = Math.Sqrt(2 / 1.04);

    public Residual Block(int channels) => new(
        Conv(channels, channels, 3, 1, 1), nn.LeakyReLU(0.2), Conv(channels, channels, 3, 1, 0));

    public nn.Module<Tensor, Tensor>[] Double(int channels) =>
        [Conv(channels, channels * 4, 3, 1, Leaky), nn.PixelShuffle(2), nn.LeakyReLU(0.2)];

    public nn.Module<Tensor, Tensor> Conv(int inputs, int outputs, int kernel, int stride, double scale) => first.Conv2d(
        inputs, outputs, kernel, stride, 1, scale * Math.Sqrt(1.0 / (inputs * kernel * kernel)), bias: true);
}
