using GanCluster.Node.Journal;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

internal static class Recovery
{
    /// <summary>The first loss of a worker after a time, and the first attempt without it that its workers have begun.</summary>
    internal static async Task<(FaultRow Fault, AttemptRow Next)> Recovered(this NodesRun run, DateTimeOffset after)
    {
        var fault = await run.Journal(
            journal => journal.ReadFaults().FirstOrDefault(f => f.Kind == FaultKinds.WorkerLost && f.At > after),
            "a lost worker");
        var next = await run.Journal(
            journal => journal.ReadAttempts().FirstOrDefault(a => a.OpenedAt > fault.At && a.BegunAt is not null),
            $"an attempt begun without {fault.Worker}");
        Assert.DoesNotContain($"{fault.Worker}:", next.Ranges, StringComparison.Ordinal);
        return (fault, next);
    }
}
