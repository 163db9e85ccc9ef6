using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>The replica's weights are those of the algorithm as one would write it down.</summary>
public class PlainRunSpecs
{
    /// <summary>Far from zero, so that the last bits of a gradient near zero don't decide which way a weight goes. Rates and
    /// everything else change from step to step.</summary>
    private static readonly OptimizerOptions Adam =
        new() { G = 2e-3, D = 3e-3, Beta1 = 0.5, Beta2 = 0.9, Epsilon = 1e-3, Final = 0.1 };

    private static readonly Dictionary<string, RunConfiguration> Cases = new()
    {
        ["augmented images, two steps of D"] = Runs.Of("dcgan, augmented") with { DSteps = 2 },
        ["pairs of labelled and augmented images, R1 and R2"] = Runs.Of("vanilla, concatenation") with
        {
            Objective = "relativistic", DiffAugment = "color,translation,cutout",
            Penalties = new PenaltyOptions { R1 = 0.5, R2 = 0.2, Final = 0.1, Span = 0.5 },
        },
        ["points, R1 and R2, three steps of D"] = Runs.Mixture with
        {
            DSteps = 3, Penalties = new PenaltyOptions { R1 = 0.5, R2 = 0.2, Final = 0.1, Span = 0.5 },
        },
        ["batch norm with R1 and R2"] = Runs.Dcgan with
        {
            Penalties = new PenaltyOptions { R1 = 3, R2 = 2, Final = 0.1, Span = 0.5 },
        },
        ["gradient penalty, two steps of D"] = Runs.Of("vanilla, wasserstein with gradient penalty") with
        {
            Conditioning = "projection", Penalties = new PenaltyOptions { Gradient = 10, Final = 0.1, Span = 0.5 },
        },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_those_of_a_plain_loop(string name)
    {
        const int Steps = 3;
        var run = Cases[name];
        run = run with
        {
            Optimizer = Adam,
            Horizon = 5 * run.Replicas * run.Batch * run.DSteps,
            Ema = new EmaOptions { HalfLife = 2 * run.Replicas * run.Batch, Ramp = 0.4 },
        };
        using var scope = NewDisposeScope();
        using var plain = new PlainRun(run);
        using var replica = Runs.Replica(run);
        using var steps = new ReplicaSteps(replica, run);
        var start = Values(replica, "g.", "d.");
        for (var step = 0; step < Steps; step++)
        {
            plain.Step(step);
            steps.Make(step);
        }

        replica.Commit(Steps);
        var (g, d) = (Of(plain.G), Of(plain.D));
        Assert.True(start.Zip([.. g, .. d]).Average(pair => Math.Abs(pair.First - pair.Second)) > 1e-4);
        Near(g, Values(replica, "g."));
        Near(d, Values(replica, "d."));
        Near(plain.G.Layout.Entries.SelectMany(e => plain.Ema[e.Offset..(e.Offset + e.Count)]), Values(replica, "ema."));
    }

    private static float[] Of(PlainRun.Trained network) =>
    [
        .. network.Layout.Entries.SelectMany(
            e => Tensors.Floats(network.Flat)[e.Offset..(e.Offset + e.Count)]),
    ];

    private static float[] Values(Training.Replicas.GanReplica replica, params string[] prefixes) =>
    [
        .. replica.Snapshot().Tensors.Where(t => prefixes.Any(p => t.Name.StartsWith(p, StringComparison.Ordinal)))
            .SelectMany(t => t.Values.ToArray()),
    ];

    private static void Near<T>(IEnumerable<T> expected, float[] found)
        where T : IConvertible
    {
        var all = expected.Select(value => value.ToDouble(null)).ToArray();
        Assert.Equal(all.Length, found.Length);
        Assert.Equal(0, all.Zip(found, (a, b) => Math.Abs(a - b)).Max(), 2e-6);
    }
}
