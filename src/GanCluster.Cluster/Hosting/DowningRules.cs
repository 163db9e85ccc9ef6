using Akka.Actor;

namespace GanCluster.Cluster.Hosting;

/// <summary>Which side of a cut goes on.</summary>
internal static class DowningRules
{
    /// <summary>Whether a coordinator stays in the cluster: with most of the coordinators, or with half of them and the first by address.
    /// Any number of workers may be out of reach.</summary>
    /// <param name="self">In reach of itself, whatever others say of it.</param>
    /// <param name="coordinators">That are full members.</param>
    public static bool Stays(Address self, IReadOnlyCollection<(Address Address, bool IsInReach)> coordinators)
    {
        var inReach = coordinators.Where(c => c.IsInReach || c.Address.Equals(self)).Select(c => c.Address).ToList();
        var twice = 2 * inReach.Count;
        return twice > coordinators.Count
            || (twice == coordinators.Count && (coordinators.Count == 0 || inReach.Contains(coordinators.Min(c => c.Address)!)));
    }
}
