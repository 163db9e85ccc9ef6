using System.Collections.Immutable;
using GanCluster.Core.Ledger;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Local;

internal sealed class RecordingObserver : IRunObserver
{
    private readonly Lock _lock = new();

    public List<RoundRecord> Rounds { get; } = [];

    public List<(AttemptId? Attempt, WorkerId? Worker, string Reason)> Faults { get; } = [];

    public List<(VersionSnapshot Version, SnapshotPurpose Purpose)> Snapshots { get; } = [];

    public List<RunState> States { get; } = [];

    public List<ImmutableArray<NodePresence>> Nodes { get; } = [];

    public List<RefusalKind> Refusals { get; } = [];

    public Action<RoundRecord> Committed { get; set; } = _ => { };

    public Action<WorkerId> Lost { get; set; } = _ => { };

    public IEnumerable<string> Workers => Rounds.SelectMany(r => r.Reports).Select(r => r.Worker.Value).Distinct().Order();

    public void OnCommitted(RoundRecord record, RunState state)
    {
        if (!record.IsRedone)
        {
            Rounds.Add(record);
            Committed(record);
        }
    }

    public List<string> Moves { get; } = [];

    public void OnMoved(RunState state, string reason) => Moves.Add(reason);

    public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason)
    {
        Faults.Add((attempt, worker, reason));
        if (worker is { } lost)
        {
            Lost(lost);
        }
    }

    public List<IAttemptEvent> Refused { get; } = [];

    public void OnRefused(IAttemptEvent e) => Refused.Add(e);

    public void OnState(RunState state) => States.Add(state);

    public void OnNodes(ImmutableArray<NodePresence> nodes) => Nodes.Add(nodes);

    public void OnNodeRefused(RefusalKind kind) => Refusals.Add(kind);

    public void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state)
    {
        lock (_lock)
        {
            Snapshots.Add((snapshot, purpose));
        }
    }

    public LedgerTotals Audit(SamplePlan plan, long steps) => LedgerAudit.Audit(
        plan,
        0,
        steps,
        Rounds.Select(r => new CommittedRound(r.Steps.First, r.Steps.Count, [.. r.Reports.SelectMany(c => c.Contributions)])),
        position => position);
}
