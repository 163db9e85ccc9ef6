using System.Collections.Immutable;
using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Simulation;

/// <summary>Weights that are one whole number. A replica's gradient depends on the step, the course, the replica and the
/// weights.</summary>
internal static class ToyWeights
{
    private const long Modulus = 1_000_003;

    public static Hash128 HashOf(long weights, long step) => new((ulong)weights, (ulong)step);

    /// <summary>What a version tells of the round after it.</summary>
    public static int EveryAfter(long weights, RoundOptions options) =>
        options.SyncFollows ? 1 + (int)(weights % options.SyncEvery) : 0;

    /// <summary>
    /// What each participant holds after the steps, if these are the replicas that each of them computed and the weights that
    /// each of them began with. All are alike if they began alike.
    /// </summary>
    public static long[] Combine(
        StepSpan steps, int course, IReadOnlyList<(long Weights, ImmutableArray<ReplicaRange> Ranges)> parts)
    {
        var weights = new long[parts.Count];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = parts[i].Weights;
        }

        for (var step = steps.First; step < steps.End; step++)
        {
            var sum = 0L;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += Gradients(step, weights[i], parts[i].Ranges);
            }

            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = ((31 * weights[i]) + sum + (17 * course) + 1) % Modulus;
            }
        }

        return weights;
    }

    private static long Gradients(long step, long weights, ImmutableArray<ReplicaRange> ranges)
    {
        var sum = 0L;
        foreach (var range in ranges)
        {
            for (var r = range.First; r < range.End; r++)
            {
                sum += ((step * 7919) + (r * 104_729) + ((r + 2) * weights)) % Modulus;
            }
        }

        return sum;
    }
}
