using System.Collections.Immutable;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Rounds;

/// <summary>Who computes which replicas. It decides how long a round takes, and nothing of what it computes.</summary>
public static class Assignment
{
    /// <summary>
    /// Contiguous ranges in worker order that end soonest: each replica goes to the worker that would be done with it first, and
    /// every worker gets one while there are enough. Workers beyond the number of replicas get none and are left out.
    /// </summary>
    public static ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>> BySpeed(
        int replicas, ImmutableArray<WorkerState> ready)
    {
        var workers = ready.Take(replicas).ToImmutableArray();
        var counts = Spread(replicas, workers, new int[workers.Length]);
        var ranges = ImmutableSortedDictionary.CreateBuilder<WorkerId, ImmutableArray<ReplicaRange>>();
        var first = 0;
        for (var i = 0; i < workers.Length; i++)
        {
            ranges.Add(workers[i].Id, [new ReplicaRange(first, counts[i])]);
            first += counts[i];
        }

        return ranges.ToImmutable();
    }

    /// <summary>
    /// The survivors of an attempt keep their ranges, finished or not; the lost replicas go, piece by piece, to whoever would be
    /// done with them first, newcomers included.
    /// </summary>
    public static ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>> Repair(
        ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>> before, ImmutableArray<WorkerState> ready)
    {
        var held = ready.ToDictionary(w => w.Id, w => before.TryGetValue(w.Id, out var kept) ? kept.ToList() : []);
        var lost = before.Where(b => !held.ContainsKey(b.Key)).SelectMany(b => b.Value).OrderBy(r => r.First).ToList();
        var loads = ready.Select(w => held[w.Id].Sum(r => r.Count)).ToArray();
        var counts = Spread(lost.Sum(r => r.Count), ready, (int[])loads.Clone());
        var replicas = new Queue<int>(lost.SelectMany(r => Enumerable.Range(r.First, r.Count)));
        for (var i = 0; i < ready.Length; i++)
        {
            for (var n = loads[i]; n < counts[i]; n++)
            {
                Add(held[ready[i].Id], replicas.Dequeue());
            }
        }

        return held.Where(h => h.Value.Count > 0).ToImmutableSortedDictionary(h => h.Key, h => h.Value.ToImmutableArray());
    }

    /// <summary>Adds <paramref name="replicas"/> one by one to the load that is done first with one more.</summary>
    private static int[] Spread(int replicas, ImmutableArray<WorkerState> workers, int[] loads)
    {
        var known = workers.Select(w => w.SecondsPerReplicaStep).OfType<double>().Order().ToList();
        var median = known.Count == 0 ? 1 : known[known.Count / 2];
        var soonest = new PriorityQueue<int, (double Finish, int Worker)>(
            Enumerable.Range(0, workers.Length).Select(i => (i, (Finish(i), i))));
        for (var n = 0; n < replicas; n++)
        {
            var best = soonest.Peek();
            loads[best]++;
            soonest.DequeueEnqueue(best, (Finish(best), best));
        }

        return loads;

        // A worker without any goes first, however slow: otherwise its speed would never be measured again.
        double Finish(int i) => loads[i] == 0 ? 0 : (loads[i] + 1) * (workers[i].SecondsPerReplicaStep ?? median);
    }

    private static void Add(List<ReplicaRange> ranges, int replica)
    {
        var at = ranges.FindIndex(r => r.First > replica);
        ranges.Insert(at < 0 ? ranges.Count : at, new ReplicaRange(replica, 1));
        for (var i = ranges.Count - 1; i > 0; i--)
        {
            if (ranges[i - 1].End == ranges[i].First)
            {
                ranges[i - 1] = new ReplicaRange(ranges[i - 1].First, ranges[i - 1].Count + ranges[i].Count);
                ranges.RemoveAt(i);
            }
        }
    }
}
