using System.Runtime.InteropServices;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>
/// A version at rest: its tensors with the standing statistics that sampling goes by, as a checkpoint holds them. The
/// statistics are
/// named <c>standing.ema.LAYER.mean</c>, <c>standing.d.LAYER.variance</c> and so on, and are no part of weights_sha256.
/// </summary>
public sealed record TrainedModel(
    RunConfiguration Configuration,
    Family Family,
    VersionSnapshot Version,
    IReadOnlyList<StandingMoments> GeneratorMoments,
    IReadOnlyList<StandingMoments> DiscriminatorMoments)
{
    private const string ConfigurationKey = "configuration";
    private const string StepKey = "step";
    private const string Standing = "standing.";

    /// <summary>Of the device that its networks compute on.</summary>
    public IDeviceMemory Memory { get; init; } = HostMemory.Instance;

    /// <summary>Of the images, in training, where it adapts; else null.</summary>
    public double? AugmentedShare =>
        Version.Tensors.FirstOrDefault(t => t.Name == "augmented.share") is { } share ? share.Values.Span[0] : null;

    /// <summary>Computes the standing statistics: from fixed noise through the EMA, from held-out real samples for D.</summary>
    public static TrainedModel Rest(
        RunConfiguration configuration, Family family, VersionSnapshot version, IDataSource? heldOut, IDeviceMemory? memory = null)
    {
        memory ??= HostMemory.Instance;
        using var g = Loaded(family.Generator(memory.Device), version, "ema", "g");
        using var d = Loaded(family.Discriminator(memory.Device), version, "d", "d");
        var (ofGenerator, ofDiscriminator) = AtOnce.Run(
            () => Generator.Standing(g, family, configuration.Seed, memory),
            () => Discriminator.Standing(d, heldOut, family.Classes, memory));
        return new TrainedModel(configuration, family, version, ofGenerator, ofDiscriminator) { Memory = memory };
    }

    /// <exception cref="CheckpointException">The file is whole, but no checkpoint of a run.</exception>
    /// <exception cref="UserInputException">Its family or data is another program's own.</exception>
    public static TrainedModel Of(SafetensorsFile file, string where, RunParts parts)
    {
        if (!file.Metadata.TryGetValue(ConfigurationKey, out var text) ||
            !file.Metadata.TryGetValue(StepKey, out var step) || !long.TryParse(step, out var steps))
        {
            throw new CheckpointException(
                $"'{where}' has no {ConfigurationKey} or {StepKey} in its metadata: it is no checkpoint of a run");
        }

        var tensors = file.Tensors.Where(t => !t.Name.StartsWith(Standing, StringComparison.Ordinal))
            .Select(t => new VersionTensor(t.Name, [.. t.Shape], t.Values));
        var configuration = RunConfigurationReader.Parse(text, where, parts.Names);
        return new TrainedModel(
            configuration,
            parts.FamilyOf(configuration),
            new VersionSnapshot(steps, [.. tensors]),
            Moments(file, "ema"),
            Moments(file, "d"));
    }

    /// <summary>What a checkpoint's file holds.</summary>
    public IReadOnlyList<NamedTensor> Tensors() =>
    [
        .. Version.Tensors.Select(t => new NamedTensor(t.Name, [.. t.Shape], t.Values)),
        .. Named(GeneratorMoments, "ema"),
        .. Named(DiscriminatorMoments, "d"),
    ];

    public IReadOnlyDictionary<string, string> Metadata() => new Dictionary<string, string>
    {
        [ConfigurationKey] = RunIdentity.CanonicalJson(Configuration),
        [StepKey] = Version.Step.ToString(),
    };

    /// <summary>
    /// With a latent that is truncated at this magnitude: likelier samples, and less of a variety (Brock et al., 2019). The
    /// standing statistics stay those of the run's own latent.
    /// </summary>
    /// <exception cref="UserInputException">The run's latent is uniform.</exception>
    public TrainedModel Truncated(double bound) => Configuration.Latent.Distribution == "uniform"
        ? throw new UserInputException("--truncation is for a normal latent, and this run's is uniform: leave it out")
        : this with
        {
            Family = Family with { Latent = Family.Latent with { Distribution = "truncated", Truncation = bound } },
        };

    /// <summary>The EMA, which is what is sampled.</summary>
    /// <exception cref="UserInputException">It makes images from images, not from noise.</exception>
    public Generator OpenGenerator() => Family.Upscales
        ? throw new UserInputException(
            "this run upscales images and has none of its own: use `gancluster upscale`, and --npy for all that it makes")
        : Sampling(Loaded(Family.Generator(Memory.Device), Version, "ema", "g"), GeneratorMoments);

    /// <summary>The EMA of a run that upscales images.</summary>
    /// <exception cref="UserInputException">It makes images from noise.</exception>
    public Upscaler OpenUpscaler() => Family.Upscales
        ? new(Loaded(Family.Generator(Memory.Device), Version, "ema", "g"), Family.Factor, (int)Family.Shape[0], Srgan.Reach(Configuration.Network), Memory)
        : throw new UserInputException(
            $"this run is of family {Configuration.Family}, which upscales nothing: use `gancluster sample`, or a run of srgan");

    /// <summary>G as it trains, where it has no batch norm (the statistics at rest are the EMA's); else null.</summary>
    public Generator? OpenLiveGenerator()
    {
        var network = Loaded(Family.Generator(Memory.Device), Version, "g", "g");
        if (!network.HasBatchNorm)
        {
            return Sampling(network, []);
        }

        network.Dispose();
        return null;
    }

    public Discriminator OpenDiscriminator(IReadOnlyList<long> shape) => new(
        Loaded(Family.Discriminator(Memory.Device), Version, "d", "d"), shape, DiscriminatorMoments, Family.Classes, Memory);

    private Generator Sampling(GeneratorNetwork network, IReadOnlyList<StandingMoments> moments) =>
        new(network, Family.Latent, moments, Family.Classes, Memory) { LatentScale = Family.LatentScale };

    /// <param name="trained">The prefix of what is trained.</param>
    /// <param name="constant">Of what never changes.</param>
    private static T Loaded<T>(T network, VersionSnapshot version, string trained, string constant)
        where T : BoundNetwork
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var byName = version.Tensors.ToDictionary(t => t.Name);
        Copy(network.Layout, network.Leaves, trained);
        Copy(network.FixedLayout, network.Constants, constant);
        return network;

        void Copy(ParameterLayout layout, IReadOnlyList<Tensor> tensors, string prefix)
        {
            foreach (var (entry, tensor) in layout.Entries.Zip(tensors))
            {
                var name = $"{prefix}.{entry.Name}";
                if (!byName.TryGetValue(name, out var saved) || !saved.Shape.AsSpan().SequenceEqual(entry.Shape))
                {
                    throw new CheckpointException(
                        $"the checkpoint has no tensor {name} of shape [{string.Join(", ", entry.Shape)}]");
                }

                var values = empty(entry.Shape);
                saved.Values.Span.CopyTo(MemoryMarshal.Cast<byte, float>(values.bytes));
                tensor.copy_(values);
            }
        }
    }

    private static IEnumerable<NamedTensor> Named(IReadOnlyList<StandingMoments> moments, string network) =>
        moments.SelectMany(m => new[]
        {
            new NamedTensor($"{Standing}{network}.{m.Layer}.mean", [m.Mean.Length], m.Mean),
            new NamedTensor($"{Standing}{network}.{m.Layer}.variance", [m.Variance.Length], m.Variance),
        });

    private static List<StandingMoments> Moments(SafetensorsFile file, string network)
    {
        var prefix = $"{Standing}{network}.";
        return
        [
            .. file.Tensors.Where(t => t.Name.StartsWith(prefix, StringComparison.Ordinal))
                .GroupBy(t => t.Name[prefix.Length..t.Name.LastIndexOf('.')])
                .Select(layer => new StandingMoments(
                    layer.Key, Values(layer, "mean"), Values(layer, "variance"))),
        ];

        static float[] Values(IEnumerable<NamedTensor> layer, string what) =>
            layer.Single(t => t.Name.EndsWith($".{what}", StringComparison.Ordinal)).Values.ToArray();
    }
}
