using GanCluster.Core.Ledger;
using GanCluster.Core.Noise;

namespace GanCluster.Core.Shards;

/// <summary>
/// A labelled set divided among replicas: each sample is in one shard. Of a class that belongs to several replicas, its first
/// sample in the set's order goes to the first of them, the next to the next, and so on around. A replica reads its own shard in
/// passes, each in a fresh order; a small shard is read more often than a large one.
/// </summary>
public sealed class LabelledShards
{
    private readonly SamplePlan _plan;
    private readonly ClassDeal _deal;
    private readonly int[][] _samples;
    private readonly int[][] _perClass;
    private readonly SampleOrder[] _orders;

    /// <param name="plan">Which position is read by whom.</param>
    /// <param name="deal">Of the plan's replicas.</param>
    /// <exception cref="UserInputException">A replica would have no sample, a label is none of the classes, or the set is too
    /// large.</exception>
    public LabelledShards(ulong seed, SamplePlan plan, ClassDeal deal, long count, Func<long, int> labelOf)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(deal.Replicas, plan.Replicas);
        if (count > Array.MaxLength)
        {
            throw new UserInputException(
                $"configuration: 'shards.classes' is for up to {Array.MaxLength} samples, and these are {count}: give 0");
        }

        (_plan, _deal) = (plan, deal);
        (_samples, _perClass) = Divide(deal, (int)count, labelOf);
        if (Array.FindIndex(_samples, shard => shard.Length == 0) is var empty and >= 0)
        {
            throw new UserInputException(
                $"configuration: replica {empty} has the classes {string.Join(", ", deal.Of(empty))}, of which there are no samples left "
                + "for it: give a larger 'shards.classes', or fewer 'replicas'");
        }

        _orders = [.. _samples.Select((shard, replica) => new SampleOrder(seed, shard.Length, (ulong)replica + 1))];
    }

    /// <summary>A replica's samples, in the set's order.</summary>
    public IReadOnlyList<int> Of(int replica) => _samples[replica];

    /// <summary>The sample that a position of the run reads.</summary>
    public long IndexAt(long position)
    {
        var replica = _plan.ReplicaOf(position);
        return _samples[replica][_orders[replica].IndexAt(_plan.NumberOf(position))];
    }

    /// <summary>A replica's classes and how many samples it has of each.</summary>
    public IReadOnlyList<(int Class, int Count)> Histogram(int replica) =>
        [.. _deal.Of(replica).Zip(_perClass[replica])];

    private static (int[][] Samples, int[][] PerClass) Divide(ClassDeal deal, int count, Func<long, int> labelOf)
    {
        var owners = deal.Owners();
        var seen = new int[deal.Classes];
        var samples = Enumerable.Range(0, deal.Replicas).Select(_ => new List<int>()).ToArray();
        var perClass = Enumerable.Range(0, deal.Replicas)
            .Select(replica => deal.Of(replica).ToDictionary(label => label, _ => 0)).ToArray();
        for (var i = 0; i < count; i++)
        {
            var label = labelOf(i);
            if (label < 0 || label >= deal.Classes)
            {
                throw new UserInputException(
                    $"sample {i} has the label {label}, and the data have {deal.Classes} classes: give labels from 0 on");
            }

            var replica = owners[label][seen[label]++ % owners[label].Count];
            samples[replica].Add(i);
            perClass[replica][label]++;
        }

        return ([.. samples.Select(shard => shard.ToArray())],
            [.. perClass.Select((counts, replica) => deal.Of(replica).Select(label => counts[label]).ToArray())]);
    }
}
