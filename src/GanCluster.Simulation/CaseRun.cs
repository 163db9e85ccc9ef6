using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>One case: a coordinator and its workers on a virtual clock, with the faults that its seed gives.</summary>
internal sealed class CaseRun : ICoordinatorEffects
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);
    private readonly World _world;
    private readonly ICoordinator _coordinator;
    private readonly FaultInjector _faults;
    private (bool Succeeded, string Reason)? _end;
    private long _events;

    private CaseRun(SimulationCase simulated, Protocol protocol, Action<string>? trace)
    {
        _world = new World(simulated, protocol, trace);
        _coordinator = protocol.Coordinator(
            RunState.StartingAt(TimeSpan.Zero, term: 1, step: 0, version: 0, round: 1), simulated.Options, this);
        _faults = new FaultInjector(_world, () => _coordinator.State, Handle, () => _world.Add(ToCoordinator));
    }

    public Exercised Exercised => _world.Exercised;

    public IReadOnlyList<string> Violations => _world.Checker.Violations;

    public IReadOnlyList<string> Commits => _world.Checker.Commits;

    public static CaseRun Run(SimulationCase simulated, Protocol protocol, Action<string>? trace = null)
    {
        var run = new CaseRun(simulated, protocol, trace);
        run.Run();
        return run;
    }

    void ICoordinatorEffects.Open(OpenAttempt attempt) =>
        _world.Trace?.Invoke($"open {attempt.Id} with {string.Join(' ', attempt.Ranges.Keys)}");

    void ICoordinatorEffects.Assign(WorkerId worker, RoundAssignment assignment)
    {
        _world.Checker.OnAssign(worker, assignment.Id);
        ToWorker(worker, assignment);
    }

    void ICoordinatorEffects.Abandon(AttemptId id, string reason)
    {
        _world.Trace?.Invoke($"abandon {reason}");
        _world.Exercised.Abandoned++;
        foreach (var worker in _coordinator.State.Abandoned!.Ranges.Keys)
        {
            ToWorker(worker, new AttemptFenced(id, reason));
        }
    }

    void ICoordinatorEffects.Commit(Committed committed, RoundRecord record)
    {
        _world.Trace?.Invoke($"commit {committed.Id} step {committed.Step}");
        _world.Exercised.Commits++;
        _world.Checker.OnCommit(committed, record);
        foreach (var report in record.Reports)
        {
            ToWorker(report.Worker, committed);
        }
    }

    void ICoordinatorEffects.Answer(WorkerId worker, IWorkerCommand answer) => ToWorker(worker, answer);

    /// <summary>It is not told: if it lives, what it says brings it back.</summary>
    void ICoordinatorEffects.Lose(WorkerId worker, string reason) => _world.Trace?.Invoke($"lose {reason}");

    void ICoordinatorEffects.Release(WorkerId worker)
    {
        _world.Trace?.Invoke($"release {worker}");
        _world.Network.Send(worker, inOrder: true, () => _world.Find(worker).Release());
    }

    void ICoordinatorEffects.Heal(WorkerId worker, WorkerId source) =>
        ToWorker(worker, new LoadVersion(_coordinator.State.Step, source));

    void ICoordinatorEffects.TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) =>
        _world.Network.Send(worker, inOrder: true, () => _world.Find(worker).Snapshot(step));

    /// <summary>Each event ends with a new time to wake at, which replaces the one before.</summary>
    void ICoordinatorEffects.WakeAt(TimeSpan at)
    {
        var number = _events;
        _world.Clock.After(at - _world.Clock.Now, () =>
        {
            if (number == _events)
            {
                Handle(Tick.Instance);
            }
        });
    }

    void ICoordinatorEffects.Finish(bool succeeded, string reason)
    {
        _world.Trace?.Invoke($"{(succeeded ? "finish" : "fail")}: {reason}");
        _end = (succeeded, reason);
    }

    private void Run()
    {
        _faults.Start();
        Handle(Tick.Instance);
        _world.Clock.RunUntil(() => _end is not null, Limit);
        _world.Exercised.Dropped += _coordinator.State.Dropped;
        _world.Checker.OnEnd(_end, _coordinator.State);
    }

    private void Handle(IRunEvent e)
    {
        if (_end is null)
        {
            _events++;
            if (_world.Trace is { } trace && e is not (Tick or RoundProgress))
            {
                trace($"  {TraceText.Of(e)}");
            }

            _coordinator.Handle(_world.Clock.Now, e);
        }
    }

    private void ToCoordinator(WorkerId from, IRunEvent e) => _world.Network.Send(from, inOrder: false, () => Handle(e));

    private void ToWorker(WorkerId to, IWorkerCommand command) => _world.Network.Send(to, inOrder: true, () =>
    {
        _world.Trace?.Invoke($"  {to} <- {TraceText.Of(command)}");
        _world.Find(to).Command(command);
    });
}
