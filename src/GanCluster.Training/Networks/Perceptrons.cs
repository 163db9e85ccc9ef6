using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>Linear layers, for points in the plane.</summary>
internal sealed class PointPerceptrons : IFamily
{
    public IReadOnlyList<long> Shape { get; } = [2];

    public nn.Module Generator(RunConfiguration run, FirstWeights first) => nn.Sequential(
    [
        .. Perceptrons.Hidden(run.Latent.Size, run.Network, first), first.Linear(run.Network.Width, 2),
    ]);

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first)
    {
        var (values, bands) = (2 * run.Packing, run.Network.Bands);
        return nn.Sequential(
        [
            .. bands > 0 ? [new FourierBands(bands)] : (nn.Module<Tensor, Tensor>[])[],
            .. Perceptrons.Hidden(values * (1 + (2 * bands)), run.Network, first), first.Linear(run.Network.Width, 1),
        ]);
    }
}

/// <summary>The GAN of Goodfellow et al. (2014) with today's activations: over 28 x 28 pixels. With labels the conditional
/// one of Mirza and Osindero (2014).</summary>
internal sealed class ImagePerceptrons : IFamily
{
    private const int Pixels = 28 * 28;

    public IReadOnlyList<long> Shape { get; } = [1, 28, 28];

    public nn.Module Generator(RunConfiguration run, FirstWeights first)
    {
        var classes = Conditioning.ClassesOf(run);
        return JoinedLabels.Of(
            nn.Sequential(
            [
                .. Perceptrons.Hidden(run.Latent.Size + classes, run.Network, first),
                first.Linear(run.Network.Width, Pixels), nn.Tanh(), nn.Unflatten(1, [1, 28, 28]),
            ]),
            classes);
    }

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first) => Perceptrons.Judge(Pixels, run.Network, run, first);
}

internal static class Perceptrons
{
    /// <summary>From inputs to the width, with an activation after each layer.</summary>
    public static IEnumerable<nn.Module<Tensor, Tensor>> Hidden(long inputs, NetworkOptions network, FirstWeights first)
    {
        for (var i = 0; i < network.Depth; i++)
        {
            yield return first.Linear(i == 0 ? inputs : network.Width, network.Width);
            yield return nn.LeakyReLU(0.2);
        }
    }

    /// <summary>From images to the logit.</summary>
    /// <param name="pixels">Of one image.</param>
    public static nn.Module Judge(int pixels, NetworkOptions network, RunConfiguration run, FirstWeights first)
    {
        var values = (pixels * run.Packing) + Conditioning.JoinedClassesOf(run);
        return Conditioning.Discriminator(
            [nn.Flatten(), .. Hidden(values, network, first)], network.Width, run, first, flat: true);
    }
}
