using GanCluster.Node.Journal;

namespace GanCluster.Node.Runs;

/// <summary>The kinds of run.db's table of faults.</summary>
internal static class FaultKinds
{
    internal const string WorkerLost = "worker-lost";
    internal const string AttemptAbandoned = "attempt-abandoned";

    /// <summary>What losses of workers had for a consequence, and so no fault of its own.</summary>
    internal const string VersionLost = "version-lost";

    /// <summary>A lost worker and the attempt that it took along are one fault.</summary>
    internal static int Count(IReadOnlyList<FaultRow> faults)
    {
        var lost = faults.Where(f => f.Kind == WorkerLost).ToList();
        return lost.Count + faults.Count(
            f => f.Kind == AttemptAbandoned && !lost.Exists(l => (l.Round, l.Attempt) == (f.Round, f.Attempt)));
    }
}
