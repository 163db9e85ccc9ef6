namespace GanCluster.Core.Shards;

/// <summary>
/// Which classes a replica has: of N classes, dealt out so many each, replica r has (r x each + j) mod N for j below each. It
/// depends on the configuration and on how many classes the data have, and on nothing else.
/// </summary>
public sealed class ClassDeal
{
    private readonly int _each;

    /// <exception cref="ArgumentOutOfRangeException">A class would be nobody's, or a replica would have one twice.</exception>
    public ClassDeal(int classes, int replicas, int each)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(each);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(each, classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, Least(classes, replicas));
        (Classes, Replicas, _each) = (classes, replicas, each);
    }

    public int Classes { get; }

    public int Replicas { get; }

    /// <summary>Whether every class belongs to a replica.</summary>
    public static bool Covers(int classes, int replicas, int each) => (long)replicas * each >= classes;

    /// <summary>The fewest classes of a replica by which every class belongs to one.</summary>
    public static int Least(int classes, int replicas) => (classes + replicas - 1) / replicas;

    /// <summary>In the order in which they were dealt.</summary>
    public IReadOnlyList<int> Of(int replica)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replica);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(replica, Replicas);
        return [.. Enumerable.Range(0, _each).Select(j => (int)((((long)replica * _each) + j) % Classes))];
    }

    /// <summary>By class, the replicas that have it, in ascending order.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Owners()
    {
        var owners = Enumerable.Range(0, Classes).Select(_ => new List<int>()).ToArray();
        for (var replica = 0; replica < Replicas; replica++)
        {
            foreach (var label in Of(replica))
            {
                owners[label].Add(replica);
            }
        }

        return owners;
    }
}
