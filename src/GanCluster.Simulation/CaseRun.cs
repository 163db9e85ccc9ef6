using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>One case: a coordinator, the parameter averaging and workers on a virtual clock, with the faults that its seed
/// gives.</summary>
internal sealed class CaseRun : ICoordinatorEffects
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);
    private readonly World _world;
    private readonly ICoordinator _coordinator;
    private readonly SimulatedAveraging _averaging;
    private readonly FaultInjector _faults;
    private (bool Succeeded, string Reason)? _end;
    private long _events;

    private CaseRun(SimulationCase simulated, Interpreters interpreters, Action<string>? trace)
    {
        _world = new World(simulated, interpreters, trace);
        _coordinator = interpreters.Coordinator(
            RunState.StartingAt(TimeSpan.Zero, term: 1, step: 0, version: 0, round: 1), simulated.Options, this);
        _averaging = new SimulatedAveraging(_world, interpreters, Handle);
        _faults = new FaultInjector(
            _world, () => _coordinator.State, () => _averaging.LastCommit, Handle, () => _world.Add(FromWorker));
    }

    public Exercised Exercised => _world.Exercised;

    public IReadOnlyList<string> Violations => _world.Checker.Violations;

    public IReadOnlyList<string> Commits => _world.Checker.Commits;

    public static CaseRun Run(SimulationCase simulated, Interpreters interpreters, Action<string>? trace = null)
    {
        var run = new CaseRun(simulated, interpreters, trace);
        run.Run();
        return run;
    }

    void ICoordinatorEffects.Open(Attempt attempt) => _world.Mail.ToAveraging(() => _averaging.Open(attempt));

    void ICoordinatorEffects.End(EndAttempt end) => _world.Mail.ToAveraging(() => _averaging.End(end));

    void ICoordinatorEffects.Ended(IAttemptEnd end)
    {
        // The parameter averaging told the checker.
    }

    /// <summary>It is told only if it is sent away: else, if it lives, what it says brings it back.</summary>
    void ICoordinatorEffects.Lose(WorkerId worker, string reason)
    {
        _world.Trace?.Invoke($"lose {reason}");
        if (_coordinator.State.Workers[worker].BarredUntil == TimeSpan.MaxValue)
        {
            Release(worker);
        }
    }

    void ICoordinatorEffects.Release(WorkerId worker)
    {
        _world.Trace?.Invoke($"release {worker}");
        _world.Checker.OnRelease(worker, _coordinator.State);
        Release(worker);
    }

    void ICoordinatorEffects.Heal(WorkerId worker, WorkerId source)
    {
        var order = new LoadVersion(_coordinator.State.Step, source);
        _world.Mail.ToAveraging(() => _averaging.Send(worker, order));
    }

    void ICoordinatorEffects.TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) =>
        _world.Network.Send(worker, inOrder: true, () => _world.Find(worker).Snapshot(step, weights => Copied(worker, weights, step)));

    void ICoordinatorEffects.KeepSafeCopy(long step, SnapshotPurpose purpose)
    {
        _world.Trace?.Invoke($"keep the copy of step {step}");
        _world.Checker.OnKeep(_world.SafeCopy.Weights, _world.SafeCopy.Step, step);
        RecordLater(step);
    }

    void ICoordinatorEffects.Moved(string reason)
    {
        _world.Trace?.Invoke($"move: {reason}");
        _world.Checker.OnMove(_coordinator.State);
    }

    void ICoordinatorEffects.RolledBack(Decision.RollBack rollBack, long from)
    {
    }

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

    private void Release(WorkerId worker) =>
        _world.Network.Send(worker, inOrder: true, () => _world.Find(worker).Release());

    private void Run()
    {
        _faults.Start();
        Handle(Tick.Instance);
        _world.Clock.RunUntil(() => _end is not null, Limit);
        _world.Exercised.Dropped += _coordinator.State.Dropped;
        _world.Exercised.StepsRedone += _coordinator.State.Redone;
        _world.Checker.OnEnd(_end, _coordinator.State, _averaging.LastCommit);
    }

    private void Handle(IRunEvent e)
    {
        if (_end is null)
        {
            _events++;
            Trace(e);
            _coordinator.Handle(_world.Clock.Now, e);
        }
    }

    private void Copied(WorkerId worker, long weights, long step)
    {
        var before = _coordinator.State;
        Handle(new SnapshotTaken(worker, step));
        if ((before.SnapshotBy, before.Step) == (worker, step) && before.SnapshotFor.HasFlag(SnapshotPurpose.Safe))
        {
            _world.SafeCopy = (weights, step);
        }

        RecordLater(step);
    }

    private void RecordLater(long step) => _world.Clock.After(
        _world.Seconds(0, _world.Case.LongestRecording), () => Handle(new SnapshotRecorded(step)));

    private void FromWorker(WorkerId from, IRunEvent e) => _world.Network.Send(from, inOrder: false, () =>
    {
        if (e is IAttemptEvent word && _end is null)
        {
            Trace(e);
            _averaging.Hear(word);
        }
        else
        {
            Handle(e);
        }
    });

    private void Trace(IRunEvent e)
    {
        if (_world.Trace is { } trace && e is not (Tick or RoundProgress or IAttemptEnd))
        {
            trace($"  {TraceText.Of(e)}");
        }
    }
}
