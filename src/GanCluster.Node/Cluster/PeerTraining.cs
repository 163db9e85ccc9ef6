using System.Collections.Immutable;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Peers;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Terms;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Training;

namespace GanCluster.Node.Cluster;

/// <summary>Runs rounds over worker nodes; this process is one of several that have the coordinator.</summary>
/// <param name="endsRun">Whether a stop ends the run; else it has this node alone leave.</param>
/// <param name="listening">Told the run's folder, where the node listens, and where its data plane does.</param>
internal sealed class PeerTraining(
    NodeIdentity node,
    PeerList peers,
    RoundPolicy policy,
    Func<bool> endsRun,
    Action<string, Endpoint, Endpoint> listening,
    Action<string> note) : IRounds
{
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(60);
    private readonly Lock _opening = new();
    private volatile OwnVersions _versions = new(start: null);
    private long _office;
    private CoordinatorId? _acting;

    public bool ComputesHere => false;

    public byte[] Secret => node.SecretBytes;

    public bool IsOneOfSeveral => true;

    public RoundsEnd Run(PreparedRun run, IRunObserver observer, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return new RoundsEnd(endsRun() ? run.Stopped() : null);
        }

        using var plane = node.Listen(run.Request.Name, Admission.DataKey(node.SecretBytes, run.Request.Name));
        run.Telemetry.ExchangeBegan(plane);
        var copies = new NewestCopy(observer, run.Copy);
        plane.Offer((asked, step, _) => Task.FromResult(_versions.For(asked, step)));
        return End(Run(run, copies, plane, stop).GetAwaiter().GetResult());
    }

    private async Task<PeerOutcome> Run(PreparedRun run, NewestCopy copies, TcpExchange plane, CancellationToken stop)
    {
        PeerJournal? journal = null;
        try
        {
            return await PeerNode.Run(
                node.ForAkka("coordinator.conf"),
                completion =>
                {
                    journal?.Dispose();
                    journal = new PeerJournal(
                        RunFiles.Database(run.Folder), new RunId(run.Request.Name), run.Request.Configuration, TimeProvider.System);
                    return Settings(run, journal, copies, plane, completion);
                },
                run.Telemetry.Health,
                address => listening(run.Folder, new Endpoint(address.Host!, address.Port!.Value), plane.Endpoint),
                endsRun,
                stop);
        }
        finally
        {
            journal?.Dispose();
        }
    }

    private PeerSettings Settings(
        PreparedRun run, PeerJournal journal, NewestCopy copies, TcpExchange plane, TaskCompletionSource<PeerOutcome> completion) => new()
    {
        Self = peers.Self,
        Terms = new PeerTerms(
            Protocol.Version,
            peers.All,
            run.Request.Name,
            RunIdentity.ConfigurationHash(run.Request.Configuration),
            run.Request.TargetStep),
        Journal = journal,
        Open = (office, rows) => Open(run, copies, plane, office, rows),
        Keep = (kept, ended) => Keep(kept, copies, plane, ended),
        Completion = completion,
        Standing = standing =>
        {
            run.Stands(standing);
            if (standing.Acting is { } acting && acting != _acting)
            {
                _acting = acting;
                note($"{peers.Self} {standing}");
            }
        },
        Note = note,
    };

    /// <summary>From the newest copy that this node has; a copy that is of no round of the journal is none.</summary>
    private CoordinatorSettings Open(
        PreparedRun run, NewestCopy copies, TcpExchange plane, long office, IReadOnlyList<JournalRow> rows)
    {
        var copy = copies.Newest is { } newest && rows.Any(row => row.After == newest.At) ? newest : ((VersionSnapshot, RunPosition)?)null;
        var versions = new OwnVersions(run.Start?.Version, run.Healthy, copy?.Item1);
        lock (_opening)
        {
            // An earlier office may be late with this.
            (_office, _versions) = office > _office ? (office, versions) : (_office, _versions);
        }

        return run.Coordinator(policy.Over(run.Request), plane, copies, note) with
        {
            Office = new CoordinatorOffice(
                office,
                [.. rows.Select(row => row.Version)],
                rows.Count == 0 ? null : rows[^1].Commit,
                copy?.Item2 ?? new RunPosition(0, 0, 1),
                Named: 0,
                Journal: null),
            Versions = versions,
            Secret = node.SecretBytes,
        };
    }

    /// <summary>So that this node has a copy if it is to act, and the run's last version when the run ends.</summary>
    private static async Task Keep(CopyKept kept, NewestCopy copies, TcpExchange plane, CancellationToken ended)
    {
        using var time = new CancellationTokenSource(FetchTimeout);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended, time.Token);
        var version = await plane.Fetch(kept.Source, WorkerId.Coordinator, kept.At.Step, limit.Token);
        var purpose = SnapshotPurpose.Safe | (kept.IsCheckpoint ? SnapshotPurpose.Checkpoint : SnapshotPurpose.None);
        var state = RunState.StartingAt(TimeSpan.Zero, Term.Of(kept.Office), kept.At.Step, kept.At.Version, kept.At.Round);
        copies.OnSnapshot(version, purpose, state with { Course = kept.Course });
    }

    private static RoundsEnd End(PeerOutcome outcome) => outcome switch
    {
        PeerOutcome.EndedHere here => new RoundsEnd(here.Outcome),
        PeerOutcome.EndedElsewhere there => new RoundsEnd(
            new RunOutcome(
                there.Succeeded,
                there.Reason,
                RunState.StartingAt(TimeSpan.Zero, term: 1, there.At.Step, there.At.Version, there.At.Round)),
            there.By.Value),
        PeerOutcome.Refused refused => throw new UserInputException(refused.Reason),
        _ => new RoundsEnd(Outcome: null),
    };

    /// <summary>The newest version that is in the node's folder, or on the way there, whoever acted when it was copied.</summary>
    private sealed class NewestCopy(IRunObserver observer, ResumePoint? begun) : IRunObserver
    {
        private volatile Tuple<VersionSnapshot, RunPosition>? _newest =
            begun is null ? null : Tuple.Create(begun.Version, begun.At);

        public (VersionSnapshot Version, RunPosition At)? Newest => _newest is { } newest ? (newest.Item1, newest.Item2) : null;

        public void OnOpened(Attempt attempt) => observer.OnOpened(attempt);

        public void OnProgress(RoundProgress progress) => observer.OnProgress(progress);

        public void OnCommitted(RoundRecord record, RunState state) => observer.OnCommitted(record, state);

        public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason) =>
            observer.OnFault(state, attempt, worker, reason);

        public void OnMoved(RunState state, string reason) => observer.OnMoved(state, reason);

        public void OnRolledBack(Decision.RollBack rollBack, long from, RunState state) => observer.OnRolledBack(rollBack, from, state);

        public void OnRefused(IAttemptEvent e) => observer.OnRefused(e);

        public void OnState(RunState state) => observer.OnState(state);

        public void OnNodes(ImmutableArray<NodePresence> nodes) => observer.OnNodes(nodes);

        public void OnNodeRefused(RefusalKind kind) => observer.OnNodeRefused(kind);

        public void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state)
        {
            if (purpose.HasFlag(SnapshotPurpose.Safe))
            {
                _newest = Tuple.Create(snapshot, state.Position);
            }

            observer.OnSnapshot(snapshot, purpose, state);
        }
    }
}
