using System.Runtime.InteropServices;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
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

    /// <summary>Computes the standing statistics: from fixed noise through the EMA, from held-out real samples for D.</summary>
    public static TrainedModel Rest(
        RunConfiguration configuration, Family family, VersionSnapshot version, IDataSource? heldOut)
    {
        var (g, d, latent) = family;
        var (ofGenerator, ofDiscriminator) = AtOnce.Run(
            () =>
            {
                using var scope = NewDisposeScope();
                return Generator.Standing(g, Parameters(version, "ema", g), latent, family.Classes, configuration.Seed);
            },
            () =>
            {
                using var scope = NewDisposeScope();
                return Discriminator.Standing(d, Parameters(version, "d", d), heldOut, family.Classes);
            });
        return new TrainedModel(configuration, family, version, ofGenerator, ofDiscriminator);
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
        : new(Family.Generator, Kept("ema", Family.Generator), Family.Latent, GeneratorMoments, Family.Classes);

    /// <summary>The EMA of a run that upscales images.</summary>
    /// <exception cref="UserInputException">It makes images from noise.</exception>
    public Upscaler OpenUpscaler() => Family.Upscales
        ? new(Family.Generator, Kept("ema", Family.Generator), Srgan.Reach(Configuration.Network))
        : throw new UserInputException(
            $"this run is of family {Configuration.Family}, which upscales nothing: use `gancluster sample`, or a run of srgan");

    /// <summary>G as it trains, where it has no batch norm (the statistics at rest are the EMA's); else null.</summary>
    public Generator? OpenLiveGenerator() => Family.Generator.HasBatchNorm
        ? null
        : new(Family.Generator, Kept("g", Family.Generator), Family.Latent, [], Family.Classes);

    public Discriminator OpenDiscriminator(IReadOnlyList<long> shape) => new(
        Family.Discriminator, Kept("d", Family.Discriminator), shape, DiscriminatorMoments, Family.Classes,
        Objective.Of(Configuration.Objective).Boundary);

    /// <summary>For an owner that disposes them.</summary>
    private List<Tensor> Kept(string prefix, NetworkSpec spec)
    {
        var parameters = Parameters(Version, prefix, spec);
        parameters.ForEach(p => p.DetachFromDisposeScope());
        return parameters;
    }

    private static List<Tensor> Parameters(VersionSnapshot version, string prefix, NetworkSpec spec)
    {
        var byName = version.Tensors.ToDictionary(t => t.Name);
        return
        [
            .. ParameterLayout.Of(spec).Entries.Select(entry =>
            {
                var name = $"{prefix}.{entry.Name}";
                if (!byName.TryGetValue(name, out var saved) || !saved.Shape.AsSpan().SequenceEqual(entry.Shape))
                {
                    throw new CheckpointException(
                        $"the checkpoint has no tensor {name} of shape [{string.Join(", ", entry.Shape)}]");
                }

                var parameter = empty(entry.Shape);
                saved.Values.Span.CopyTo(MemoryMarshal.Cast<byte, float>(parameter.bytes));
                return parameter;
            }),
        ];
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
                .GroupBy(t => int.Parse(t.Name[prefix.Length..].Split('.')[0]))
                .OrderBy(layer => layer.Key)
                .Select(layer => new StandingMoments(
                    layer.Key, Values(layer, "mean"), Values(layer, "variance"))),
        ];

        static float[] Values(IEnumerable<NamedTensor> layer, string what) =>
            layer.Single(t => t.Name.EndsWith(what, StringComparison.Ordinal)).Values.ToArray();
    }
}
