using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Simulation.Tests;

/// <summary>Weights that are one whole number. A replica's gradient depends on the step, the replica and the weights.</summary>
internal static class ToyWeights
{
    private const long Modulus = 1_000_003;

    public static Hash128 HashOf(long weights, long step) => new((ulong)weights, (ulong)step);

    /// <summary>
    /// What each participant holds after the steps, if these are the replicas that each of them computed and the
    /// weights that each
    /// of them began with. All are alike if they began alike.
    /// </summary>
    public static long[] Combine(StepSpan steps, IReadOnlyList<(long Weights, IReadOnlyList<ReplicaRange> Ranges)> parts)
    {
        var weights = parts.Select(p => p.Weights).ToArray();
        for (var step = steps.First; step < steps.End; step++)
        {
            var sum = parts.Select((p, i) => Gradients(step, weights[i], p.Ranges)).Sum();
            weights = [.. weights.Select(w => ((31 * w) + sum + 1) % Modulus)];
        }

        return weights;
    }

    private static long Gradients(long step, long weights, IReadOnlyList<ReplicaRange> ranges) =>
        ranges.SelectMany(r => Enumerable.Range(r.First, r.Count))
            .Sum(r => ((step * 7919) + (r * 104_729) + ((r + 2) * weights)) % Modulus);
}
