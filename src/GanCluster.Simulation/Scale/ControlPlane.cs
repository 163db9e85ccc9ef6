using System.Collections.Immutable;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Simulation.Scale;

/// <summary>
/// Coordinator and parameter averaging of a run whose workers never err: the interpreters that the actors run, with nothing
/// between them but a queue. Whoever drives it says what workers say, and sees what they are told; no clock passes.
/// </summary>
public sealed class ControlPlane : ICoordinatorEffects, IAveragingEffects
{
    private static readonly Hash128 Agreed = new(1, 1);
    private readonly CoordinatorInterpreter _coordinator;
    private readonly AveragingInterpreter _averaging;
    private readonly Queue<Action> _between = new();
    private readonly RoundAssignment?[] _assigned;

    /// <param name="workers">So many join before the first round.</param>
    public ControlPlane(int workers, int replicas, SyncMode sync)
    {
        Options = new RoundOptions
        {
            Run = new RunId("scale"),
            Sync = sync,
            SyncEvery = 20,
            Replicas = replicas,
            TargetStep = long.MaxValue,
            Snapshots = false,
            ExpectedWorkers = workers,
        };
        _assigned = new RoundAssignment?[workers];
        _coordinator = new CoordinatorInterpreter(RunState.StartingAt(TimeSpan.Zero, term: 1, 0, 0, round: 1), Options, this);
        _averaging = new AveragingInterpreter(this);
    }

    public RoundOptions Options { get; }

    public int Workers => _assigned.Length;

    /// <summary>Rounds committed.</summary>
    public long Committed => _coordinator.State.Round - 1;

    /// <summary>Orders that went to workers.</summary>
    public long Sent { get; private set; }

    /// <summary>Workers that the newest attempt has given replicas.</summary>
    public int Participants => _averaging.Attempt?.Attempt.Ranges.Count ?? 0;

    public static WorkerId Name(int worker) => new($"worker-{worker}");

    /// <summary>All but the last of the expected workers: nothing is opened before that one comes.</summary>
    public void JoinAllButOne()
    {
        for (var worker = 0; worker < Workers - 1; worker++)
        {
            Join(worker);
        }
    }

    public void Join(int worker) => Hear(new WorkerJoined(Name(worker), _coordinator.State.Step));

    /// <summary>One that holds the run's version and all others without any, who are told to load it, and do.</summary>
    public void JoinAndHeal()
    {
        Join(0);
        for (var worker = 1; worker < Workers; worker++)
        {
            Hear(new WorkerJoined(Name(worker), Step: -1));
        }
    }

    /// <summary>The worker's process ends.</summary>
    public void Lose(int worker)
    {
        _assigned[worker] = null;
        Hear(new WorkerLost(Name(worker), "its process ended"));
    }

    /// <summary>What each participant will report of the open attempt, in workers' order.</summary>
    public ImmutableArray<Combined> Reports() =>
    [
        .. _assigned.Index().Where(one => one.Item is { } order && order.Id == _averaging.Attempt!.Id)
            .Select(one => Report(one.Item!, Name(one.Index))),
    ];

    /// <summary>Of each participant of the open attempt.</summary>
    public ImmutableArray<RoundProgress> SignsOfLife() =>
        [.. _averaging.Attempt!.Attempt.Ranges.Keys.Select(worker => new RoundProgress(_averaging.Attempt.Id, worker, 1))];

    /// <summary>Who would compute what in the next round, decided and forgotten.</summary>
    public void Plan() => _ = RoundRules.Decide(TimeSpan.Zero, _coordinator.State with { Open = null }, Options);

    /// <summary>A worker's word to the parameter averaging, and what follows of it.</summary>
    public void Say(IAttemptEvent word)
    {
        _averaging.Handle(TimeSpan.Zero, word);
        Settle();
    }

    void ICoordinatorEffects.Open(Attempt attempt) => _between.Enqueue(() => _averaging.Open(TimeSpan.Zero, attempt));

    void ICoordinatorEffects.End(EndAttempt end) => _between.Enqueue(() => _averaging.End(TimeSpan.Zero, end));

    void IAveragingEffects.Ended(IAttemptEnd end) => _between.Enqueue(() => _coordinator.Handle(TimeSpan.Zero, end));

    void IAveragingEffects.Send(WorkerId worker, IWorkerOrder order)
    {
        Sent++;
        if (order is RoundAssignment assignment)
        {
            _assigned[Number(worker)] = assignment;
        }
    }

    void ICoordinatorEffects.Ended(IAttemptEnd end)
    {
    }

    void ICoordinatorEffects.Lose(WorkerId worker, string reason)
    {
    }

    void ICoordinatorEffects.Release(WorkerId worker)
    {
    }

    void ICoordinatorEffects.Heal(WorkerId worker, WorkerId source) =>
        _between.Enqueue(() => _coordinator.Handle(
            TimeSpan.Zero, new WorkerJoined(worker, _coordinator.State.Step, _coordinator.State.Course)));

    void ICoordinatorEffects.TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose)
    {
    }

    void ICoordinatorEffects.KeepSafeCopy(long step, SnapshotPurpose purpose)
    {
    }

    void ICoordinatorEffects.Moved(string reason)
    {
    }

    void ICoordinatorEffects.RolledBack(Decision.RollBack rollBack, long from)
    {
    }

    void ICoordinatorEffects.WakeAt(TimeSpan at)
    {
    }

    void ICoordinatorEffects.Finish(bool succeeded, string reason) =>
        throw new InvalidOperationException($"the run ended: {reason}");

    void IAveragingEffects.Write(RoundRecord record) => throw new InvalidOperationException("there are no journals");

    void IAveragingEffects.WakeAt(TimeSpan at)
    {
    }

    private void Hear(IRunEvent e)
    {
        _coordinator.Handle(TimeSpan.Zero, e);
        Settle();
    }

    private void Settle()
    {
        while (_between.TryDequeue(out var next))
        {
            next();
        }
    }

    private static int Number(WorkerId worker) => int.Parse(worker.Value.AsSpan("worker-".Length), provider: null);

    private Combined Report(RoundAssignment order, WorkerId worker)
    {
        var replicas = order.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Count)).ToImmutableArray();
        return new Combined(
            order.Id,
            worker,
            Agreed,
            [.. replicas.Select(r => new Contribution(
                order.Id.Round, r, order.Id.Attempt, worker.Value, r, 128L * order.Steps.Count, 1,
                new ReadRuns(r * 128L, 128, Options.Replicas * 128L, order.Steps.Count).ToString()))],
            [.. replicas.Select(r => new ReplicaStatistics(r, 0.7, 0.7, 0.5, 0.5))],
            ComputeSeconds: 0.1 * order.Steps.Count * replicas.Length,
            ReplicaSteps: (long)order.Steps.Count * replicas.Length);
    }
}
