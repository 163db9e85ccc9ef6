using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Tests;

/// <summary>Runs that are small enough to make hundreds of steps of.</summary>
internal static class Runs
{
    internal static RunConfiguration Mixture { get; } = new()
    {
        Family = "mixture",
        Data = "ring8",
        Replicas = 2,
        Batch = 8,
        Horizon = 100_000,
        Objective = "relativistic",
        Penalties = new PenaltyOptions { R1 = 0.05, R2 = 0.1, Final = 0.1 },
        Optimizer = new OptimizerOptions { G = 1e-3, D = 1e-3, Beta1 = 0, Beta2 = 0.99, Final = 0.05 },
        Latent = new LatentOptions { Size = 4 },
        Network = new NetworkOptions { Width = 16, Depth = 2, Bands = 2 },
    };

    internal static RunConfiguration Dcgan { get; } = new()
    {
        Family = "dcgan",
        Data = "fashion-mnist",
        Replicas = 2,
        Batch = 4,
        Horizon = 10_000,
        Latent = new LatentOptions { Size = 8 },
        Network = new NetworkOptions { Width = 4 },
    };

    /// <summary>Every family, and every way to change what a step computes, at the smallest size.</summary>
    internal static IReadOnlyDictionary<string, RunConfiguration> Named { get; } = new Dictionary<string, RunConfiguration>
    {
        ["mixture"] = Mixture,
        ["mixture, packed"] = Mixture with { Packing = 2 },
        ["vanilla"] = Vanilla,
        ["vanilla, minimax"] = Vanilla with { Objective = "minimax" },
        ["vanilla, concatenation"] = Vanilla with { Conditioning = "concatenation" },
        ["vanilla, wasserstein with gradient penalty"] =
            Vanilla with { Objective = "wasserstein", Penalties = new PenaltyOptions { Gradient = 10 }, DSteps = 2 },
        ["dcgan"] = Dcgan,
        ["dcgan, projection"] = Dcgan with { Conditioning = "projection" },
        ["dcgan, concatenation"] = Dcgan with { Conditioning = "concatenation" },
        ["dcgan, augmented"] = Dcgan with { DiffAugment = "color,translation,cutout" },
        ["dcgan, some augmented"] = Dcgan with
        {
            DiffAugment = "color,translation,cutout", Adaptive = new AdaptiveOptions { Target = 0.1, Images = 20 }, DSteps = 2,
        },
        ["dcgan without norm, hinge with spectral norm"] = Dcgan with
        {
            Objective = "hinge", SpectralNorm = 2, Network = Dcgan.Network with { Norm = "none" },
        },
        ["dcgan without norm, least squares, packed"] = Dcgan with
        {
            Objective = "least-squares", Packing = 2, Network = Dcgan.Network with { Norm = "none" },
        },
        ["r3gan"] = R3Gan,
        ["r3gan, projection"] = R3Gan with { Conditioning = "projection" },
        ["lapgan"] = Lapgan,
        ["lapgan, projection, augmented"] = Lapgan with { Conditioning = "projection", DiffAugment = "color,translation,cutout" },
        ["lapgan, concatenation, relativistic with R1 and R2"] = Lapgan with
        {
            Conditioning = "concatenation", Objective = "relativistic", Penalties = R3Gan.Penalties,
        },
        ["vanilla, colour"] = InColour(Vanilla),
        ["dcgan, colour, projection"] = InColour(Dcgan) with { Conditioning = "projection" },
        ["r3gan, colour, augmented"] = InColour(R3Gan) with { DiffAugment = "color,translation,cutout" },
        ["lapgan, colour, concatenation"] = InColour(Lapgan) with { Conditioning = "concatenation" },
        ["srgan, colour, twice"] = InColour(Srgan) with { SuperResolution = new() { Pretrain = 0.0005, Factor = 2 } },
        ["own points"] = OwnParts.Points,
        ["own images with labels"] = OwnParts.Images with { Family = "own-labels" },
        ["own colours"] = OwnParts.Colours,
        ["own noise, relativistic with R1 and R2"] = OwnParts.Noisy with
        {
            Objective = "relativistic", Penalties = new PenaltyOptions { R1 = 1, R2 = 1 },
        },
        ["own noise, packed, two steps of D, gradient penalty"] = OwnParts.Noisy with
        {
            Packing = 2, DSteps = 2, Penalties = new PenaltyOptions { Gradient = 1 },
        },
        ["srgan"] = Srgan,
        ["srgan, pre-training"] = Srgan with { SuperResolution = new() { Pretrain = 1 } },
        ["srgan, relativistic with R1, two steps of D"] = Srgan with
        {
            Objective = "relativistic", Penalties = new PenaltyOptions { R1 = 1 }, DSteps = 2,
        },
        ["mixture, bf16"] = InBf16(Mixture),
        ["vanilla, wasserstein with gradient penalty, bf16"] =
            InBf16(Vanilla with { Objective = "wasserstein", Penalties = new PenaltyOptions { Gradient = 10 } }),
        ["dcgan, projection, augmented, bf16"] =
            InBf16(Dcgan with { Conditioning = "projection", DiffAugment = "color,translation,cutout" }),
        ["dcgan without norm, hinge with spectral norm, bf16"] = InBf16(Dcgan with
        {
            Objective = "hinge", SpectralNorm = 2, Network = Dcgan.Network with { Norm = "none" },
        }),
        ["dcgan with R1 and R2, bf16"] = InBf16(Dcgan with { Penalties = new PenaltyOptions { R1 = 1, R2 = 1 } }),
        ["r3gan, bf16"] = InBf16(R3Gan),
        ["lapgan, concatenation, bf16"] = InBf16(Lapgan with { Conditioning = "concatenation" }),
        ["srgan, bf16"] = InBf16(Srgan),
        ["own noise, bf16"] = InBf16(OwnParts.Noisy),
        ["dcgan with R1 and R2, spectral norm and projection"] = Dcgan with
        {
            SpectralNorm = 2, Conditioning = "projection", Penalties = new PenaltyOptions { R1 = 1, R2 = 1 },
        },
        ["r3gan, concatenation, gradient penalty"] =
            R3Gan with { Conditioning = "concatenation", Penalties = new PenaltyOptions { R1 = 1, Gradient = 1 } },
        ["dcgan, recomputed"] = Recomputed(Dcgan),
        ["r3gan, recomputed"] = Recomputed(R3Gan),
        ["srgan, recomputed"] = Recomputed(Srgan),
    };

    internal static TheoryData<string> Names => [.. Named.Keys];

    private static RunConfiguration Vanilla => Dcgan with { Family = "vanilla", Network = new() { Width = 8, Depth = 2 } };

    private static RunConfiguration Lapgan => Vanilla with { Family = "lapgan" };

    /// <summary>Its second step is the first with D.</summary>
    private static RunConfiguration Srgan => Dcgan with
    {
        Family = "srgan", Network = new() { Width = 4, Depth = 1 }, SuperResolution = new() { Pretrain = 0.0005 },
    };

    private static RunConfiguration R3Gan => Dcgan with
    {
        Family = "r3gan", Objective = "relativistic", Penalties = new PenaltyOptions { R1 = 1, R2 = 1 },
    };

    /// <summary>Of 16 pixels a side, with four labels.</summary>
    private static RunConfiguration InColour(RunConfiguration run) => run with { Data = "own-sixteens" };

    internal static RunConfiguration Recomputed(RunConfiguration run) => run with { Network = run.Network with { Recompute = true } };

    private static RunConfiguration InBf16(RunConfiguration run) => run with { Precision = "bf16" };

    internal static RunConfiguration Of(string family) => Named[family];

    internal static RunConfiguration Of(string family, IReadOnlyList<string> settings)
    {
        var run = Named[family] with { Data = "made", Network = new() { Width = 2, Depth = 1 } };
        return OwnParts.All.Resolve(RunSettings.Apply(run, settings, OwnNames.None));
    }

    internal static Family Family(RunConfiguration configuration) => OwnParts.All.FamilyOf(configuration);

    /// <summary>The run's own data; for files of images, stripes that differ from image to image.</summary>
    internal static IDataSource Data(RunConfiguration configuration)
    {
        if (OwnParts.All.IsOwnData(configuration.Data) || MixtureSpec.Find(configuration.Data) is not null)
        {
            return DataSources.Training(configuration, OwnParts.All, new DataCatalog([], []));
        }

        const int Count = 100;
        const int Pixels = 28 * 28;
        var values = Enumerable.Range(0, Count * Pixels).Select(i => (byte)(i / Pixels * i % 251)).ToArray();
        var labels = Enumerable.Range(0, Count).Select(i => i * 7 % 10).ToArray();
        return new ImageDataSource(
            new IdxData([Count, 28, 28], values), Family(configuration).Image!.Height, position => position % Count, labels, 10);
    }

    internal static GanReplica Replica(
        RunConfiguration configuration, IDataReader? reader = null, IDeviceMemory? memory = null) => new(
        configuration,
        Family(configuration),
        reader ?? new DataReader(Data(configuration)),
        memory ?? HostMemory.Instance,
        new StillTime());

    /// <summary>In which no read takes long, however busy the machine: a batch that is read ahead is a tensor more.</summary>
    internal sealed class StillTime : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
