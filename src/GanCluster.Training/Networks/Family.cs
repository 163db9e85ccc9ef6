using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>
/// A generator and a discriminator that fit each other. D gives one logit a sample, or a pack, (N).
/// </summary>
/// <param name="Latent">All the noise of a sample: z as G takes it is (N, its size). Unused by a family that
/// upscales.</param>
public sealed record Family(NetworkSpec Generator, NetworkSpec Discriminator, LatentOptions Latent)
{
    /// <summary>The image side that a configuration's family trains on; 0 for points.</summary>
    public static int ImageSize(RunConfiguration configuration) => configuration.Family switch
    {
        "dcgan" or "r3gan" => 32,
        "vanilla" or "lapgan" or "srgan" => 28,
        _ => 0,
    };

    /// <summary>Whether G starts from <see cref="Srgan.Low"/> of a real image, not from noise.</summary>
    public static bool Upscales(RunConfiguration configuration) => configuration.Family == "srgan";

    /// <summary>The labels that both networks are told of; 0 without conditioning.</summary>
    public static int Classes(RunConfiguration configuration) =>
        configuration.Conditioning == "none" ? 0 : configuration.Classes;

    public static Family Of(RunConfiguration configuration)
    {
        var inputs = new NetworkInputs(configuration);
        var (generator, discriminator) = configuration.Family switch
        {
            "mixture" => Perceptrons.OfPoints(inputs, configuration.Network),
            "vanilla" => Perceptrons.OfImages(inputs, configuration.Network),
            "dcgan" => Dcgan.Of(inputs, configuration.Network),
            "r3gan" => R3Gan.Of(inputs, configuration.Network.Width),
            "lapgan" => Lapgan.Of(inputs, configuration.Network),
            "srgan" => Srgan.Of(configuration.Network),
            _ => throw new InvalidOperationException($"no family '{configuration.Family}'"),
        };
        return new Family(
            new NetworkSpec("g", [.. generator]),
            new NetworkSpec("d", [.. discriminator]) { SpectralNorm = configuration.SpectralNorm },
            configuration.Family == "lapgan"
                ? configuration.Latent with { Size = configuration.Latent.Size + Lapgan.NoisePixels }
                : configuration.Latent);
    }
}
