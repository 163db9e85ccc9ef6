using System.Collections.Concurrent;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Local;

/// <summary>
/// A whole run in one process: the interpreter of the round rules, with threads for workers and a queue for a
/// mailbox.
/// </summary>
public sealed class LocalCluster : ICoordinatorEffects, IAveragingEffects, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private readonly BlockingCollection<IRunEvent> _mailbox = [];
    private readonly SortedDictionary<WorkerId, LocalWorker> _workers = [];
    private readonly IRunObserver _observer;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly CoordinatorInterpreter _coordinator;
    private readonly AveragingInterpreter _averaging;
    private TimeSpan? _coordinatorWakes;
    private TimeSpan? _averagingWakes;
    private TimeSpan _seen;
    private TimeSpan _paused;
    private RunOutcome? _outcome;

    /// <param name="replicas">Makes each worker's replica, on that worker's thread, at the same committed version.</param>
    /// <param name="start">Step, version and round to go on from; zeros and round 1 for a new run.</param>
    public LocalCluster(
        RunConfiguration configuration,
        RoundOptions options,
        (long Step, long Version, long Round) start,
        IReadOnlyDictionary<WorkerId, Func<IReplica>> replicas,
        IParameterExchange exchange,
        IRunObserver observer,
        TimeProvider time)
    {
        (_observer, _time, _origin) = (observer, time, time.GetTimestamp());
        var state = RunState.StartingAt(TimeSpan.Zero, term: 1, start.Step, start.Version, start.Round);
        _coordinator = new CoordinatorInterpreter(state, options, this);
        _averaging = new AveragingInterpreter(this);
        foreach (var (id, create) in replicas)
        {
            _workers.Add(id, new LocalWorker(id, create, exchange, configuration, () => _time.GetElapsedTime(_origin), Tell));
        }
    }

    /// <summary>Without the time in which the whole process stood still.</summary>
    private TimeSpan Now => _seen - _paused;

    /// <summary>Ends the run after the round that is open, with a snapshot. May be called from any thread.</summary>
    public void Stop(string reason) => Tell(new StopRequested(reason));

    /// <summary>Runs to the end on the calling thread.</summary>
    public RunOutcome Run()
    {
        foreach (var worker in _workers.Values)
        {
            worker.Start();
        }

        while (_outcome is null)
        {
            var e = Next();
            switch (e)
            {
                case IAttemptEvent word:
                    Hear(word);
                    break;
                case Copied copied:
                    Handle(new SnapshotTaken(copied.Worker, copied.Version.Step));
                    _observer.OnSnapshot(copied.Version, copied.Purpose, copied.State);
                    Handle(new SnapshotRecorded(copied.Version.Step));
                    break;
                default:
                    Handle(e);
                    break;
            }
        }

        foreach (var worker in _workers.Values)
        {
            worker.Stop();
        }

        foreach (var worker in _workers.Values)
        {
            worker.Join(Patience);
        }

        return _outcome;
    }

    public void Dispose() => _mailbox.Dispose();

    /// <summary>
    /// The next event, or a tick when it is time. If more time has passed since the last one than the wait was for, the whole
    /// process stood still (SIGSTOP, a suspended machine), the workers as well: it does not count against their deadlines.
    /// </summary>
    private IRunEvent Next()
    {
        var wakeAt = _averagingWakes is { } one && !(_coordinatorWakes < one) ? one : _coordinatorWakes ?? TimeSpan.MaxValue;
        var untilWake = wakeAt - Now;
        var wait = TimeSpan.FromMilliseconds(
            Math.Clamp(Math.Ceiling(untilWake.TotalMilliseconds), 0, LongestWait.TotalMilliseconds));
        var e = _mailbox.TryTake(out var taken, wait) ? taken : Tick.Instance;
        var now = _time.GetElapsedTime(_origin);
        var over = now - _seen - wait;
        if (over > LongestWait)
        {
            _paused += over;
        }

        _seen = now;
        return e;
    }

    private void Handle(IRunEvent e)
    {
        if (e is WorkerLost lost)
        {
            _observer.OnFault(_coordinator.State, _coordinator.State.Current, lost.Worker, lost.Reason);
        }
        else if (e is Tick)
        {
            _averagingWakes = null;
            _averaging.Tick(Now);
        }

        var before = _coordinator.State;
        _coordinatorWakes = null;
        _coordinator.Handle(Now, e);
        if (!ReferenceEquals(before, _coordinator.State))
        {
            _observer.OnState(_coordinator.State);
        }
    }

    private void Hear(IAttemptEvent word)
    {
        _averagingWakes = null;
        if (!_averaging.Handle(Now, word))
        {
            _observer.OnRefused(word);
        }
        else if (word is RoundProgress progress)
        {
            _observer.OnProgress(progress);
        }
    }

    void ICoordinatorEffects.Open(Attempt attempt)
    {
        _observer.OnOpened(attempt);
        _averaging.Open(Now, attempt);
    }

    void ICoordinatorEffects.End(EndAttempt end) => _averaging.End(Now, end);

    void ICoordinatorEffects.Ended(IAttemptEnd end)
    {
        if (end is AttemptCommitted committed)
        {
            _observer.OnCommitted(committed.Record, _coordinator.State);
        }
        else if (end is AttemptAbandoned abandoned)
        {
            _observer.OnFault(_coordinator.State, abandoned.Id, worker: null, abandoned.Reason);
        }
    }

    void ICoordinatorEffects.Release(WorkerId worker) => _workers[worker].Stop();

    void IAveragingEffects.Send(WorkerId worker, IWorkerOrder order) => _workers[worker].Do(order);

    void IAveragingEffects.Ended(IAttemptEnd end) => Tell(end);

    void IAveragingEffects.WakeAt(TimeSpan at) => _averagingWakes = at;

    void ICoordinatorEffects.Lose(WorkerId worker, string reason)
    {
        _workers[worker].Stop();
        _observer.OnFault(_coordinator.State, _coordinator.State.Current, worker, reason);
    }

    void ICoordinatorEffects.TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose)
    {
        var state = _coordinator.State;
        _workers[worker].Copy(snapshot => Tell(new Copied(worker, snapshot, purpose, state)));
    }

    void ICoordinatorEffects.Heal(WorkerId worker, WorkerId source) => _workers[source].Copy(_workers[worker].Load);

    void ICoordinatorEffects.WakeAt(TimeSpan at) => _coordinatorWakes = at;

    void ICoordinatorEffects.Finish(bool succeeded, string reason) =>
        _outcome = new RunOutcome(succeeded, reason, _coordinator.State);

    private void Tell(IRunEvent e)
    {
        try
        {
            _mailbox.Add(e);
        }
        catch (ObjectDisposedException)
        {
            // A worker that outlived the run has nobody to tell.
        }
    }

    /// <summary>The worker has done its part; what it copied is recorded on this object's thread.</summary>
    private sealed record Copied(WorkerId Worker, VersionSnapshot Version, SnapshotPurpose Purpose, RunState State) : IRunEvent;
}
