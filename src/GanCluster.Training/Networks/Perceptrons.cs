using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>Families of linear layers.</summary>
internal static class Perceptrons
{
    private const int Pixels = 28 * 28;

    /// <summary>For points in the plane.</summary>
    public static (IEnumerable<Layer> Generator, IEnumerable<Layer> Discriminator) OfPoints(
        NetworkInputs inputs, NetworkOptions network)
    {
        var values = inputs.Channels(2);
        Layer[] bands = network.Bands > 0 ? [new Layer.Fourier(network.Bands)] : [];
        return (
            [.. Hidden(inputs.Latent, network), new Layer.Linear(network.Width, 2)],
            [
                .. inputs.Packed, .. bands, .. Hidden(values * (1 + (2 * network.Bands)), network),
                .. inputs.Head(network.Width),
            ]);
    }

    /// <summary>The GAN of Goodfellow et al. (2014) with today's activations: over 28 x 28 pixels. With labels the conditional
    /// one of Mirza and Osindero (2014).</summary>
    public static (IEnumerable<Layer> Generator, IEnumerable<Layer> Discriminator) OfImages(
        NetworkInputs inputs, NetworkOptions network) =>
        (
            [
                .. inputs.Labelled, .. Hidden(inputs.Latent, network),
                new Layer.Linear(network.Width, Pixels), new Layer.Tanh(), new Layer.Reshape([1, 28, 28]),
            ],
            [
                .. inputs.Packed, new Layer.Reshape([-1]), .. inputs.Joined, .. Hidden(inputs.Channels(Pixels), network),
                .. inputs.Head(network.Width),
            ]);

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
