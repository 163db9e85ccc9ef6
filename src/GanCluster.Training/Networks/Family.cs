using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>
/// A generator and a discriminator that fit each other. D gives one logit a sample, or a pack, (N).
/// </summary>
/// <param name="Latent">All the noise of a sample: z as G takes it is (N, its size). Unused by a family that
/// upscales.</param>
public sealed record Family(NetworkSpec Generator, NetworkSpec Discriminator, LatentOptions Latent)
{
    /// <summary>A sample's.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>Whether G starts from <see cref="Srgan.Low"/> of a real image, not from noise.</summary>
    public required bool Upscales { get; init; }

    /// <summary>The labels that both networks are told of; 0 without conditioning.</summary>
    public required int Classes { get; init; }

    /// <summary>The image side that it trains on; 0 for points.</summary>
    public int ImageSize => SampleShape.ImageSize(Shape);

    internal static Family Of(IFamily family, RunConfiguration configuration)
    {
        var generator = new NetworkSpec("g", [.. family.Generator(configuration)]);
        var side = SampleShape.ImageSize(family.Shape);
        var noise = Enumerable.Range(0, generator.Parts - 1).Sum(halvings => Square(side >> halvings));
        return new Family(
            generator with { LevelNoise = noise },
            new NetworkSpec("d", [.. family.Discriminator(configuration)]) { SpectralNorm = configuration.SpectralNorm },
            configuration.Latent with { Size = configuration.Latent.Size + noise })
        {
            Shape = family.Shape,
            Upscales = family is Srgan,
            Classes = ClassesOf(configuration),
        };
    }

    internal static int ClassesOf(RunConfiguration configuration) =>
        configuration.Conditioning == "none" ? 0 : configuration.Classes;

    private static int Square(int side) => side * side;
}
