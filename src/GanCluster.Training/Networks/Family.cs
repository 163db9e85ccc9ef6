using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Training.Objectives;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>A generator and a discriminator that fit each other, as a run has them, and what each strives for.</summary>
public sealed record Family
{
    /// <summary>TorchSharp draws the weights of new modules from the one generator of the process.</summary>
    private static readonly Lock Making = new();

    private readonly IFamily _family;
    private readonly RunConfiguration _run;

    /// <param name="run">Resolved.</param>
    /// <param name="classes">The data's.</param>
    /// <param name="objective">The run's; null: the built-in one of its name.</param>
    internal Family(IFamily family, RunConfiguration run, int classes, IObjective? objective = null)
    {
        (_family, _run) = (family, run);
        Objective = objective ?? Objectives.Objective.Of(run.Objective);
        Shape = family.Shape(run);
        Latent = family.Latent(run);
        TakesLabels = family.TakesLabels(run);
        Classes = TakesLabels ? classes : 0;
    }

    /// <summary>Of what a version holds beside weights and moments: the share of augmented images, where it adapts.</summary>
    internal ParameterLayout Share => AdaptiveShare.LayoutOf(_run.Adaptive);

    /// <summary>What a version has beside what all have.</summary>
    internal VersionParts Parts => new(Share, _run.Sync == SyncMode.Parameters && _run.Outer.Momentum > 0, _run.SyncDrift > 0);

    /// <summary>The losses of both.</summary>
    internal IObjective Objective { get; }

    /// <summary>All the noise of a sample: z as G takes it is (N, its size). Unused by a family that upscales.</summary>
    public LatentOptions Latent { get; init; }

    /// <summary>Times all of z. No run has another than 1: it is for measuring what notices that.</summary>
    public float LatentScale { get; init; } = 1;

    /// <summary>A sample's.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Whether G starts from <see cref="Srgan.Low"/> of a real image, not from noise.</summary>
    public bool Upscales => _family.Upscales;

    /// <summary>Height and width of a sample over those of the image that G starts from, where it upscales.</summary>
    public int Factor => _run.SuperResolution.Factor;

    /// <summary>Whether a network is told labels.</summary>
    public bool TakesLabels { get; }

    /// <summary>The labels that networks are told of; 0 without.</summary>
    public int Classes { get; }

    /// <summary>A sample as a picture; null if it is none.</summary>
    public ImageShape? Image => SampleShape.Image(Shape);

    /// <summary>Both with a run's first weights, which follow from its seed: G first.</summary>
    internal (GeneratorNetwork G, DiscriminatorNetwork D) First(Device device, ScalarType type = ScalarType.Float32)
    {
        lock (Making)
        {
            manual_seed((long)_run.Seed);
            return (Generator(_run.Seed, device, type), Discriminator(_run.Seed, device, type));
        }
    }

    /// <summary>G for weights that it is bound to.</summary>
    internal GeneratorNetwork Generator(Device? device = null)
    {
        lock (Making)
        {
            return Generator(null, device ?? CPU, ScalarType.Float32);
        }
    }

    /// <summary>D for weights that it is bound to.</summary>
    internal DiscriminatorNetwork Discriminator(Device? device = null)
    {
        lock (Making)
        {
            return Discriminator(null, device ?? CPU, ScalarType.Float32);
        }
    }

    /// <summary>A module that nothing is known of yet, with what its constructor draws after this seed.</summary>
    internal nn.Module? Untried(NetworkKind network, long seed)
    {
        lock (Making)
        {
            manual_seed(seed);
            return network == NetworkKind.Generator
                ? _family.Generator(_run, new FirstWeights(_run.Seed, network: 0))
                : _family.Discriminator(_run, new FirstWeights(_run.Seed, network: 1, _run.SpectralNorm));
        }
    }

    private GeneratorNetwork Generator(ulong? seed, Device device, ScalarType type) =>
        new(_family.Generator(_run, new FirstWeights(seed, network: 0)), device, type);

    private DiscriminatorNetwork Discriminator(ulong? seed, Device device, ScalarType type) =>
        new(_family.Discriminator(_run, new FirstWeights(seed, network: 1, _run.SpectralNorm)), device, _run.Packing, type);
}
