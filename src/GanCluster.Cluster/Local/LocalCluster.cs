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
public sealed class LocalCluster : ICoordinatorEffects, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private readonly BlockingCollection<IRunEvent> _mailbox = [];
    private readonly SortedDictionary<WorkerId, LocalWorker> _workers = [];
    private readonly IParameterExchange _exchange;
    private readonly IRunObserver _observer;
    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly CoordinatorInterpreter _coordinator;
    private TimeSpan? _wakeAt;
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
        (_exchange, _observer, _time, _origin) = (exchange, observer, time, time.GetTimestamp());
        var state = RunState.StartingAt(TimeSpan.Zero, term: 1, start.Step, start.Version, start.Round);
        _coordinator = new CoordinatorInterpreter(state, options, this);
        foreach (var (id, create) in replicas)
        {
            _workers.Add(id, new LocalWorker(id, create, exchange, configuration, () => _time.GetElapsedTime(_origin), Tell));
        }
    }

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
            if (e is WorkerLost lost)
            {
                _observer.OnFault(_coordinator.State, _coordinator.State.Current, lost.Worker, lost.Reason);
            }
            else if (e is RoundProgress progress && progress.Id == _coordinator.State.Open?.Id)
            {
                _observer.OnProgress(progress);
            }

            var before = _coordinator.State;
            _coordinator.Handle(_seen - _paused, e);
            if (e is IAttemptEvent attempt && _coordinator.State.Dropped > before.Dropped)
            {
                _observer.OnRefused(attempt);
            }

            if (!ReferenceEquals(before, _coordinator.State))
            {
                _observer.OnState(_coordinator.State);
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
        var untilWake = (_wakeAt ?? TimeSpan.MaxValue) - (_seen - _paused);
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
        _wakeAt = null;
        return e;
    }

    void ICoordinatorEffects.Open(OpenAttempt attempt) => _observer.OnOpened(attempt);

    void ICoordinatorEffects.Release(WorkerId worker) => _workers[worker].Stop();

    void ICoordinatorEffects.Assign(WorkerId worker, RoundAssignment assignment) => _workers[worker].Assign(assignment);

    void ICoordinatorEffects.Abandon(AttemptId id, string reason)
    {
        _exchange.Break(id, reason);
        foreach (var worker in _workers.Values)
        {
            worker.Fence(id, reason);
        }

        _observer.OnFault(_coordinator.State, id, worker: null, reason);
    }

    void ICoordinatorEffects.Commit(Committed committed, RoundRecord record)
    {
        foreach (var report in record.Reports)
        {
            _workers[report.Worker].Commit(committed);
        }

        _observer.OnCommitted(record, _coordinator.State);
    }

    void ICoordinatorEffects.Answer(WorkerId worker, IWorkerCommand answer)
    {
        // Nothing is lost between threads.
    }

    void ICoordinatorEffects.Lose(WorkerId worker, string reason)
    {
        _workers[worker].Stop();
        _observer.OnFault(_coordinator.State, _coordinator.State.Current, worker, reason);
    }

    void ICoordinatorEffects.TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose)
    {
        var state = _coordinator.State;
        _workers[worker].Copy(snapshot =>
        {
            _observer.OnSnapshot(snapshot, purpose, state);
            Tell(new SnapshotTaken(worker, snapshot.Step));
        });
    }

    void ICoordinatorEffects.Heal(WorkerId worker, WorkerId source) => _workers[source].Copy(_workers[worker].Load);

    void ICoordinatorEffects.WakeAt(TimeSpan at) => _wakeAt = at;

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
}
