using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>Linear layers, for points in the plane.</summary>
internal sealed class PointPerceptrons : IFamily
{
    public IReadOnlyList<long> Shape { get; } = [2];

    public IEnumerable<Layer> Generator(RunConfiguration configuration) =>
    [
        .. Perceptrons.Hidden(new NetworkInputs(configuration).Latent, configuration.Network),
        new Layer.Linear(configuration.Network.Width, 2),
    ];

    public IEnumerable<Layer> Discriminator(RunConfiguration configuration)
    {
        var (inputs, network) = (new NetworkInputs(configuration), configuration.Network);
        var values = inputs.Channels(2);
        Layer[] bands = network.Bands > 0 ? [new Layer.Fourier(network.Bands)] : [];
        return
        [
            .. inputs.Packed, .. bands, .. Perceptrons.Hidden(values * (1 + (2 * network.Bands)), network),
            .. inputs.Head(network.Width),
        ];
    }
}

/// <summary>The GAN of Goodfellow et al. (2014) with today's activations: over 28 x 28 pixels. With labels the conditional
/// one of Mirza and Osindero (2014).</summary>
internal sealed class ImagePerceptrons : IFamily
{
    private const int Pixels = 28 * 28;

    public IReadOnlyList<long> Shape { get; } = [1, 28, 28];

    public IEnumerable<Layer> Generator(RunConfiguration configuration)
    {
        var (inputs, network) = (new NetworkInputs(configuration), configuration.Network);
        return
        [
            .. inputs.Labelled, .. Perceptrons.Hidden(inputs.Latent, network),
            new Layer.Linear(network.Width, Pixels), new Layer.Tanh(), new Layer.Reshape([1, 28, 28]),
        ];
    }

    public IEnumerable<Layer> Discriminator(RunConfiguration configuration)
    {
        var (inputs, network) = (new NetworkInputs(configuration), configuration.Network);
        return
        [
            .. inputs.Packed, new Layer.Reshape([-1]), .. inputs.Joined,
            .. Perceptrons.Hidden(inputs.Channels(Pixels), network), .. inputs.Head(network.Width),
        ];
    }
}

internal static class Perceptrons
{
    /// <summary>From inputs to the width, with an activation after each layer.</summary>
    public static IEnumerable<Layer> Hidden(int inputs, NetworkOptions network)
    {
        for (var i = 0; i < network.Depth; i++)
        {
            yield return new Layer.Linear(i == 0 ? inputs : network.Width, network.Width);
            yield return new Layer.LeakyReLU(0.2);
        }
    }
}
