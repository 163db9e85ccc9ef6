using GanCluster.Core.Runs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>Linear layers, for points in the plane.</summary>
internal sealed class PointPerceptrons : IFamily
{
    public IReadOnlyList<long> Shape(RunConfiguration run) => [2];

    public nn.Module Generator(RunConfiguration run, FirstWeights first) => nn.Sequential(
    [
        .. Perceptrons.Hidden(run.Latent.Size, run.Network, first), first.Linear(run.Network.Width, 2),
    ]);

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first)
    {
        var (values, bands) = (2 * run.Packing, run.Network.Bands);
        return Perceptrons.Judge(bands > 0 ? new FourierBands(bands) : null, values * (1 + (2 * bands)), run.Network, first);
    }
}

/// <summary>The GAN of Goodfellow et al. (2014) with today's activations, over the pixels of an image. With labels the conditional
/// one of Mirza and Osindero (2014).</summary>
internal sealed class ImagePerceptrons : IFamily
{
    public IReadOnlyList<long> Shape(RunConfiguration run) => SampleShape.Of(run.Image);

    public nn.Module Generator(RunConfiguration run, FirstWeights first)
    {
        var classes = Conditioning.ClassesOf(run);
        return JoinedLabels.Of(
            nn.Sequential(
            [
                .. Perceptrons.Hidden(run.Latent.Size + classes, run.Network, first),
                first.Linear(run.Network.Width, Values(run)), nn.Tanh(), nn.Unflatten(1, [.. Shape(run)]),
            ]),
            classes);
    }

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first) =>
        run.Conditioning == "none"
            ? Perceptrons.Judge(nn.Flatten(), Values(run) * run.Packing, run.Network, first)
            : Perceptrons.Judge(Values(run), run.Network, run, first);

    private static int Values(RunConfiguration run) => run.Image.Channels * run.Image.Size * run.Image.Size;
}

internal static class Perceptrons
{
    /// <summary>A unit's slope below 0.</summary>
    private const double Leak = 0.2;

    /// <summary>From inputs to the width, with an activation after each layer.</summary>
    public static IEnumerable<nn.Module<Tensor, Tensor>> Hidden(long inputs, NetworkOptions network, FirstWeights first)
    {
        for (var i = 0; i < network.Depth; i++)
        {
            yield return first.Linear(i == 0 ? inputs : network.Width, network.Width);
            yield return nn.LeakyReLU(Leak);
        }
    }

    /// <summary>From values to the logit.</summary>
    /// <param name="before">Makes the values; null: they are given.</param>
    public static nn.Module Judge(nn.Module<Tensor, Tensor>? before, long values, NetworkOptions network, FirstWeights first)
    {
        nn.Module<Tensor, Tensor>[] chain =
        [
            .. before is null ? [] : (nn.Module<Tensor, Tensor>[])[before], .. Hidden(values, network, first), first.Linear(network.Width, 1),
        ];
        return chain.OfType<Linear>().Count() > network.Depth ? new Perceptron(chain) : nn.Sequential(chain);
    }

    /// <summary>From images to the logit.</summary>
    /// <param name="image">Values of one image.</param>
    public static nn.Module Judge(int image, NetworkOptions network, RunConfiguration run, FirstWeights first)
    {
        var values = (image * run.Packing) + Conditioning.JoinedClassesOf(run);
        return Conditioning.Discriminator(
            [nn.Flatten(), .. Hidden(values, network, first)], network.Width, run, first, flat: true);
    }
}
