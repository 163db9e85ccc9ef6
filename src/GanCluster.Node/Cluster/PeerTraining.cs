using System.Collections.Immutable;
using System.Net.Sockets;
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
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
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
        plane.Offer((asked, step, _) => Task.FromResult(
            _versions.For(asked, step) ?? (asked == WorkerId.Coordinator ? CourseFiles.Kept(run.Folder, step, run.Request) : null)));
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
        Data = plane.Endpoint,
        Open = office => Open(run, copies, plane, office),
        Keep = (kept, ended) => Keep(kept, run, copies, plane, ended),
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

    /// <summary>From the newest version of the run's course that this node has, or that another has, if the run's health may need it.
    /// </summary>
    private CoordinatorSettings Open(PreparedRun run, NewestCopy copies, TcpExchange plane, GrantedOffice office)
    {
        var (told, options, snapshots) = (JournalledRun.Of(office.Rows), policy.Over(run.Request), run.Snapshots!);

        // What an earlier office here has still to measure is told to this one, or is no news.
        run.Checks.Forget();
        snapshots.Renew();
        var needed = told.Needed(options)
            .Select(version => Have(version.Course, version.Step, told, run, plane, office).GetAwaiter().GetResult()).ToList();
        var healthy = options.Health.OnAlarm != AlarmAction.Rollback ? null
            : needed.Find(version => version.Step == told.Checks.HealthyStep) ?? run.Start?.Version;
        var versions = needed.Append(copies.Newest is { } newest && told.Has(newest.At, newest.Version.Course) ? newest.Version : null)
            .Append(healthy).OfType<VersionSnapshot>().Where(version => told.PositionOf(version.Step) is not null);
        var safe = versions.MaxBy(version => version.Step) is { } best ? best with { Course = told.Course } : null;
        if (told is { Course: > 0, Rounds.IsEmpty: true } && safe is not null)
        {
            // A stop that comes now ends the run with it.
            snapshots.Enqueue(new SnapshotJob(safe, SnapshotPurpose.Checkpoint, told.Begins));
        }

        foreach (var step in told.Unjudged(options))
        {
            snapshots.Enqueue(new SnapshotJob(
                needed.First(version => version.Step == step), SnapshotPurpose.Evaluate, told.PositionOf(step)!.Value));
        }

        var own = new OwnVersions(run.Start?.Version, healthy, safe);
        lock (_opening)
        {
            // An earlier office may be late with this.
            (_office, _versions) = office.Number > _office ? (office.Number, own) : (_office, _versions);
        }

        return run.Coordinator(options, plane, copies, note) with
        {
            Office = new CoordinatorOffice(
                office.Number,
                told.Rounds,
                told.Last,
                safe is null ? new RunPosition(0, 0, 1) : told.PositionOf(safe.Step)!.Value,
                Named: 0,
                Journal: null) { Run = told },
            Versions = own,
            Secret = node.SecretBytes,
        };
    }

    /// <summary>From the disk, or from whichever node has it: a majority had it before the run went on.</summary>
    private async Task<VersionSnapshot> Have(
        int course, long step, JournalledRun told, PreparedRun run, TcpExchange plane, GrantedOffice office)
    {
        bool IsIt(VersionSnapshot? version) => version is not null && version.Course >= course && version.Course <= told.Course;
        if (CourseFiles.Kept(run.Folder, step, run.Request) is { } own && IsIt(own))
        {
            return own;
        }

        for (var isTold = false; ; isTold = true)
        {
            foreach (var other in office.Others())
            {
                try
                {
                    using var time = new CancellationTokenSource(FetchTimeout);
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(office.Ended, time.Token);
                    var version = await plane.Fetch(other, WorkerId.Coordinator, step, limit.Token);
                    if (IsIt(version))
                    {
                        run.Snapshots!.Enqueue(new SnapshotJob(
                            version, SnapshotPurpose.Checkpoint, told.PositionOf(step) ?? told.Begins));
                        return version;
                    }
                }
                catch (Exception e) when (e is IOException or SocketException
                    || (e is OperationCanceledException && !office.Ended.IsCancellationRequested))
                {
                    // Another may have it.
                }
            }

            if (!isTold)
            {
                note($"waits for the version of step {step}, which a majority of the coordinators had");
            }

            await Task.Delay(BetweenTries, office.Ended);
        }
    }

    /// <summary>So that this node has a copy if it is to act, and the run's last version when the run ends.</summary>
    private static async Task Keep(CopyKept kept, PreparedRun run, NewestCopy copies, TcpExchange plane, CancellationToken ended)
    {
        using var time = new CancellationTokenSource(FetchTimeout);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended, time.Token);
        var version = await plane.Fetch(kept.Source, WorkerId.Coordinator, kept.At.Step, limit.Token);
        if (version.Course != kept.Course)
        {
            throw new IOException($"it is of course {version.Course}, and that of course {kept.Course} was told");
        }

        copies.Take(version, kept.At);
        var purpose = SnapshotPurpose.Safe | (kept.IsCheckpoint ? SnapshotPurpose.Checkpoint : SnapshotPurpose.None);
        var written = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        run.Snapshots!.Enqueue(new SnapshotJob(version, purpose, kept.At, Hash: null, written.SetResult));
        if (!await written.Task.WaitAsync(limit.Token))
        {
            throw new IOException("it could not be written");
        }
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

        public void Take(VersionSnapshot version, RunPosition at) => _newest = Tuple.Create(version, at);

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
