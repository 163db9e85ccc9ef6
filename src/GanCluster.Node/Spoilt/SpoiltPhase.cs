using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Spoilt;

/// <summary>How a stretch of a run computes: what a run of another configuration or other data would do with its version.</summary>
internal sealed record SpoiltPhase(RunConfiguration Configuration, Family Family, IDataSource Source)
{
    private const double RateFactor = 10;
    private const float LatentScale = 0.1f;

    /// <summary>One in so many is left of the modes, and of the classes.</summary>
    private const int ModesKept = 4;
    private const int ClassesKept = 5;

    /// <param name="reference">Whose labels tell the images' classes; null for a mixture.</param>
    internal SpoiltPhase Spoilt(SpoiltKind kind, RunParts parts, ReferenceData? reference) => kind switch
    {
        SpoiltKind.Rate => At(RateFactor, RateFactor, parts),
        SpoiltKind.Frozen => At(1, 0, parts),
        SpoiltKind.Latent => this with { Family = Family with { LatentScale = LatentScale } },
        SpoiltKind.Starved => this with { Source = Starved(reference) },
        _ => this,
    };

    private SpoiltPhase At(double g, double d, RunParts parts)
    {
        var rates = Configuration.Optimizer;
        var configuration = Configuration with { Optimizer = rates with { G = rates.G * g, D = rates.D * d } };
        return this with { Configuration = configuration, Family = parts.FamilyOf(configuration) };
    }

    private IDataSource Starved(ReferenceData? reference) => MixtureSpec.Find(Configuration.Data) is { } mixture
        ? StarvedSource.Of(mixture, Configuration.Seed, mixture.Means.Count / ModesKept)
        : new StarvedSource(Source, reference!.Train.Labels, reference.Classes / ClassesKept);
}
