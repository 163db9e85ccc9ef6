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
    public static int ImageSize(RunConfiguration configuration) =>
        SampleShape.ImageSize(Families.Of(configuration).Shape);

    /// <summary>Whether G starts from <see cref="Srgan.Low"/> of a real image, not from noise.</summary>
    public static bool Upscales(RunConfiguration configuration) => Families.Of(configuration) is Srgan;

    /// <summary>The labels that both networks are told of; 0 without conditioning.</summary>
    public static int Classes(RunConfiguration configuration) =>
        configuration.Conditioning == "none" ? 0 : configuration.Classes;

    public static Family Of(RunConfiguration configuration)
    {
        var family = Families.Of(configuration);
        var generator = new NetworkSpec("g", [.. family.Generator(configuration)]);
        var noise = Enumerable.Range(0, generator.Parts - 1).Sum(halvings => Square(ImageSize(configuration) >> halvings));
        return new Family(
            generator with { LevelNoise = noise },
            new NetworkSpec("d", [.. family.Discriminator(configuration)]) { SpectralNorm = configuration.SpectralNorm },
            configuration.Latent with { Size = configuration.Latent.Size + noise });
    }

    private static int Square(int side) => side * side;
}
