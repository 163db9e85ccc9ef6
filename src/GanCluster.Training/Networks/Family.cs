using System.Collections.Immutable;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>A generator and a discriminator that fit each other. G takes z as (N, latent); D gives one logit a sample,
/// (N).</summary>
public sealed record Family(NetworkSpec Generator, NetworkSpec Discriminator)
{
    /// <summary>The image side that a configuration's family trains on; 0 for points.</summary>
    public static int ImageSize(RunConfiguration configuration) => configuration.Family switch
    {
        "dcgan" => 32,
        "vanilla" => 28,
        _ => 0,
    };

    public static Family Of(RunConfiguration configuration) => configuration.Family switch
    {
        "mixture" => Mixture(configuration.Latent.Size, configuration.Network),
        "vanilla" => Vanilla(configuration.Latent.Size, configuration.Network),
        "dcgan" => Dcgan(configuration.Latent.Size, configuration.Network.Width),
        _ => throw new InvalidOperationException($"no family '{configuration.Family}'"),
    };

    /// <summary>Perceptrons for points in the plane.</summary>
    private static Family Mixture(int latent, NetworkOptions network) => new(
        new NetworkSpec("g", [.. Perceptron(latent, network.Width, network.Depth, 2)]),
        new NetworkSpec("d",
        [
            .. network.Bands > 0 ? [new Layer.Fourier(network.Bands)] : ImmutableArray<Layer>.Empty,
            .. Perceptron(2 + (4 * network.Bands), network.Width, network.Depth, 1),
            new Layer.Reshape([]),
        ]));

    /// <summary>The GAN of Goodfellow et al. (2014) with today's activations: perceptrons over 28 x 28 pixels.</summary>
    private static Family Vanilla(int latent, NetworkOptions network) => new(
        new NetworkSpec("g",
        [
            .. Perceptron(latent, network.Width, network.Depth, 784), new Layer.Tanh(), new Layer.Reshape([1, 28, 28]),
        ]),
        new NetworkSpec("d",
        [
            new Layer.Reshape([784]), .. Perceptron(784, network.Width, network.Depth, 1), new Layer.Reshape([]),
        ]));

    /// <summary>
    /// DCGAN (Radford et al., 2016) for 32 x 32: G from z as a 1 x 1 image by three doublings, D by stride alone, no pooling.
    /// </summary>
    private static Family Dcgan(int latent, int width) => new(
        new NetworkSpec("g",
        [
            new Layer.Reshape([latent, 1, 1]),
            new Layer.ConvTranspose2d(latent, width * 4, 4, 1, 0), new Layer.BatchNorm(width * 4), new Layer.ReLU(),
            new Layer.ConvTranspose2d(width * 4, width * 2, 4, 2, 1), new Layer.BatchNorm(width * 2), new Layer.ReLU(),
            new Layer.ConvTranspose2d(width * 2, width, 4, 2, 1), new Layer.BatchNorm(width), new Layer.ReLU(),
            new Layer.ConvTranspose2d(width, 1, 4, 2, 1), new Layer.Tanh(),
        ]),
        new NetworkSpec("d",
        [
            new Layer.Conv2d(1, width, 4, 2, 1), new Layer.LeakyReLU(0.2),
            new Layer.Conv2d(width, width * 2, 4, 2, 1), new Layer.BatchNorm(width * 2), new Layer.LeakyReLU(0.2),
            new Layer.Conv2d(width * 2, width * 4, 4, 2, 1), new Layer.BatchNorm(width * 4), new Layer.LeakyReLU(0.2),
            new Layer.Conv2d(width * 4, 1, 4, 1, 0), new Layer.Reshape([]),
        ]));

    private static IEnumerable<Layer> Perceptron(int inputs, int width, int depth, int outputs)
    {
        for (var i = 0; i < depth; i++)
        {
            yield return new Layer.Linear(i == 0 ? inputs : width, width);
            yield return new Layer.LeakyReLU(0.2);
        }

        yield return new Layer.Linear(width, outputs);
    }
}
