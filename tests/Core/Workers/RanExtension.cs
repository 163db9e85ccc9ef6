using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Core.Tests.Workers;

internal static class RanExtension
{
    /// <summary>The report of an assignment that stays finite; null if it was stale.</summary>
    public static Combined? Ran(this RoundWorker worker, RoundAssignment assignment, Action<RoundProgress> report) =>
        (Combined?)worker.Run(assignment, report);
}
