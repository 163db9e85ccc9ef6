using Akka.Actor;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Health;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>
/// The run's coordinator: hands events to <see cref="CoordinatorInterpreter"/> and carries out what it decides: who takes part,
/// and what is computed next. What becomes of an attempt, and whatever goes to a worker, is
/// <see cref="ParameterAveragingActor"/>'s.
/// </summary>
internal sealed partial class CoordinatorActor : ReceiveActor, IWithTimers, ICoordinatorEffects
{
    private static readonly TimeSpan PulseEvery = TimeSpan.FromSeconds(0.5);

    /// <summary>For an answer of its own.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);
    private readonly CoordinatorSettings _settings;
    private readonly CoordinatorInterpreter _run;
    private readonly ActiveClock _clock;
    private readonly NodeRoster _roster;
    private readonly IActorRef _recorder;
    private readonly IActorRef _averaging;

    /// <summary>With which the office begins.</summary>
    private readonly long _term;

    /// <summary>How the run is to end, once the other coordinators have confirmed that this one still acts.</summary>
    private (bool Succeeded, string Reason)? _ending;
    private RunEnded? _end;
    private bool _limited;
    private Func<WorkerId, Task<bool>> _drains = _ => Task.FromResult(false);

    public CoordinatorActor(CoordinatorSettings settings)
    {
        _settings = settings;
        _clock = new ActiveClock(settings.Time, PulseEvery);
        _run = new CoordinatorInterpreter(Begin(settings), settings.Options, this);
        _term = _run.State.Term;
        _end = EndOf(settings.Completion.Task, _term);
        _roster = new NodeRoster(settings.Office?.Named ?? 0, settings.Office?.NamePrefix ?? NodeRoster.Prefix);
        _recorder = Context.ActorOf(RecorderActor.For(settings.Observer), "recorder");
        var recorder = _recorder;
        var (journal, begins) = ((IActorRef)ActorRefs.Nobody, (AveragingOffice?)null);
        if (settings.Office is { } office)
        {
            journal = office.Journal is { } own ? Context.ActorOf(JournalActor.For(own), "journal") : Context.Parent;
            begins = new AveragingOffice(AttemptId.Before(settings.Options.Run, _term), office.Last);
        }

        _averaging = Context.ActorOf(
            Props.Create(() => new ParameterAveragingActor(
                settings.Data, recorder, settings.Time, journal, begins, settings.Busy)),
            "parameter-averaging");
        ReceiveNodes();
        ReceiveRun();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Others have its journal, too: the parent asks them, and what ends this coordinator does not end the run.</summary>
    private bool IsOneOfSeveral => _settings.Office is { Journal: null };

    private static RunState Begin(CoordinatorSettings settings)
    {
        var (step, version, round) = settings.Start;
        var begun = settings.Office is { } office
            ? RunState.TakingOffice(TimeSpan.Zero, office.Number, office.Rounds, office.Safe)
            : RunState.StartingAt(TimeSpan.Zero, term: 1, step, version, round);
        return begun with { Course = settings.Course, Checks = settings.Health };
    }

    protected override bool AroundReceive(Receive receive, object message) => _settings.Busy is { } busy
        ? busy.Measure(() => base.AroundReceive(receive, message))
        : base.AroundReceive(receive, message);

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("pulse", Tick.Instance, PulseEvery);
        var self = Self;
        _settings.Checks.Listen((e, version) => self.Tell(new Checked(e, version), ActorRefs.NoSender));
        _settings.Drains.Listen(_drains = worker =>
        {
            var asked = new DrainAsked(worker, new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
            self.Tell(asked, ActorRefs.NoSender);
            return asked.Answer.Task.WaitAsync(DrainTimeout);
        });
        Handle(Tick.Instance);
        _ = _settings.DataSha256.PipeTo(
            Self, ActorRefs.NoSender, _ => new DataRead(Failure: null), failure => new DataRead(failure.GetBaseException()));
    }

    /// <summary>A coordinator that begins anew would not know what its workers hold: its failure is the run's, and all that the
    /// next one does is to tell the nodes.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        _settings.Completion.TrySetException(reason);
        base.PreRestart(reason, message);
    }

    /// <summary>
    /// Neither child is restarted: a parameter averaging that began anew would not know what its workers hold, and a record with
    /// a gap can't be told to be complete. Whichever fails, the run ends with its failure, of which the nodes are told; what it
    /// throws is the run's outcome, and so is not logged besides.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        maxNrOfRetries: -1,
        withinTimeMilliseconds: -1,
        localOnlyDecider: cause =>
        {
            Fail(cause);
            return Directive.Stop;
        },
        loggingEnabled: false);

    protected override void PostStop()
    {
        _settings.Drains.Forget(_drains);
        foreach (var node in _roster.Nodes)
        {
            node.Watch?.Dispose();
        }

        _settings.Completion.TrySetException(
            new InvalidOperationException("the coordinator was stopped before the run had ended"));
    }

    private void ReceiveRun()
    {
        Receive<WorkerEvent>(message => FromWorker(message.Event));
        Receive<Averaging.Copied>(Record);
        Receive<Averaging.NotCopied>(failed =>
        {
            var (worker, step) = (failed.Order.Worker.Id, failed.Order.Step);
            _settings.Note($"{worker} could not hand over step {step}: {failed.Reason}");
            Handle(new WorkerLost(worker, $"its copy of step {step} could not be had: {failed.Reason}"));
        });
        Receive<Checked>(Judge);
        Receive<RecorderActor.Recorded>(recorded => Handle(recorded.Event));
        Receive<Averaging.Ended>(ended => Handle(ended.How));
        Receive<Averaging.Confirmed>(_ => End(_ending!.Value.Succeeded, _ending.Value.Reason), _ => _ending is not null);
        Receive<StopRequested>(Handle);
        Receive<Tick>(Handle);
    }

    private void Handle(IRunEvent e)
    {
        if (_end is not null)
        {
            return;
        }

        var before = _run.State;
        if (e is WorkerLost lost && before.Workers.GetValueOrDefault(lost.Worker)?.LostReason is null)
        {
            Record(o => o.OnFault(before, before.Current, lost.Worker, lost.Reason));
        }

        _run.Handle(_clock.Now(), e);
        if (e is WorkerJoined joined && IsThere(_run.State, joined.Worker) && !IsThere(before, joined.Worker))
        {
            _settings.Note($"{joined.Worker} joined at step {joined.Step} of {_run.State.Step}");
        }

        if (_run.State is var after && !ReferenceEquals(before, after))
        {
            Record(o => o.OnState(after));
        }
    }

    /// <summary>The worker has done its part, however long the recording takes. What is to be recorded is told before the run's
    /// end can be.</summary>
    private void Record(Averaging.Copied copied)
    {
        var (order, version) = (copied.Order, copied.Version);
        var state = _run.State;
        if (order.Purpose.HasFlag(SnapshotPurpose.Safe) && (state.SnapshotBy, state.Step) == (order.Worker.Id, version.Step))
        {
            _settings.Versions.Keep(version);
            if (IsOneOfSeveral)
            {
                Context.Parent.Tell(new CopyKept(
                    Term.OfficeOf(_term), state.Position, state.Course, order.Purpose.HasFlag(SnapshotPurpose.Checkpoint),
                    _settings.Data.Endpoint));
            }
        }

        _recorder.Tell(new RecorderActor.Snapshot(version, order.Purpose, order.State));
        Handle(new SnapshotTaken(order.Worker.Id, version.Step));
    }

    /// <summary>What the run may go back to is here before it can be decided that it does.</summary>
    private void Judge(Checked told)
    {
        if (told.Event is CheckJudged { Course: var course, Check.Verdict.Condition: HealthCondition.Healthy } &&
            course == _run.State.Course)
        {
            _settings.Versions.KeepHealthy(told.Version);
        }

        Handle(told.Event);
    }

    /// <summary>Null while the run goes on.</summary>
    private static RunEnded? EndOf(Task<RunOutcome> run, long term) => run switch
    {
        { IsCompletedSuccessfully: true, Result: var outcome } => new RunEnded(outcome.Succeeded, outcome.Reason, term),
        { IsCompleted: true } => new RunEnded(
            Succeeded: false, run.Exception?.GetBaseException().Message ?? "it was cancelled", term),
        _ => null,
    };

    private static bool IsThere(RunState state, WorkerId worker) =>
        state.Workers.GetValueOrDefault(worker) is { LostReason: null };

    private void Record(Action<IRunObserver> write) => _recorder.Tell(new RecorderActor.Entry(write));

    void ICoordinatorEffects.Open(Attempt attempt)
    {
        // The record hears of it before what is said of it comes from the parameter averaging.
        Record(o => o.OnOpened(attempt));
        _averaging.Tell(new Averaging.Open(attempt, [.. attempt.Ranges.Keys.Select(Participant)]));
        if (_settings.Limit is { } limit && !_limited)
        {
            _limited = true;
            Timers.StartSingleTimer("limit", new StopRequested($"{limit.TotalSeconds} seconds are over"), limit);
        }
    }

    void ICoordinatorEffects.End(EndAttempt end) => _averaging.Tell(new Averaging.End(end));

    void ICoordinatorEffects.Ended(IAttemptEnd end)
    {
        var state = _run.State;
        if (end is AttemptCommitted committed)
        {
            Record(o => o.OnCommitted(committed.Record, state));
        }
        else if (end is AttemptAbandoned abandoned)
        {
            Record(o => o.OnFault(state, abandoned.Id, worker: null, abandoned.Reason));
        }
    }

    void ICoordinatorEffects.Lose(WorkerId worker, string reason)
    {
        var state = _run.State;
        Record(o => o.OnFault(state, state.Current, worker, reason));
        if (state.Workers[worker].BarredUntil == TimeSpan.MaxValue && _roster.OwnerOf(worker) is { } node)
        {
            node.Actor.Tell(new NodeRefused(node.Key, reason), Self);
        }
    }

    void ICoordinatorEffects.Release(WorkerId worker)
    {
        if (_roster.OwnerOf(worker) is { } node &&
            node.Workers.All(w => _run.State.Workers.GetValueOrDefault(w)?.LostReason is not null))
        {
            Release(node);
        }
    }

    void ICoordinatorEffects.Heal(WorkerId worker, WorkerId source)
    {
        var from = source == WorkerId.Coordinator ? new Participant(source, Self, _settings.Data.Endpoint) : Participant(source);
        _averaging.Tell(new Averaging.Heal(Participant(worker), from, _run.State.Step, _run.State.Course));
    }

    void ICoordinatorEffects.TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) =>
        _averaging.Tell(new Averaging.Copy(Participant(worker), step, purpose, _run.State));

    void ICoordinatorEffects.KeepSafeCopy(long step, SnapshotPurpose purpose) =>
        _recorder.Tell(new RecorderActor.Snapshot(_settings.Versions.At(step)!, purpose, _run.State));

    void ICoordinatorEffects.Moved(string reason)
    {
        var state = _run.State;
        Record(o => o.OnMoved(state, reason));
    }

    void ICoordinatorEffects.RolledBack(Decision.RollBack rollBack, long from)
    {
        _settings.Versions.RollBack(rollBack.To.Step, rollBack.Course);
        var state = _run.State;
        Record(o => o.OnRolledBack(rollBack, from, state));
    }

    void ICoordinatorEffects.WakeAt(TimeSpan at)
    {
        var wait = at - _clock.Now();
        if (wait < PulseEvery)
        {
            Timers.StartSingleTimer("wake", Tick.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
    }

    void ICoordinatorEffects.Finish(bool succeeded, string reason)
    {
        if (IsOneOfSeveral)
        {
            _ending = (succeeded, reason);
            Context.Parent.Tell(Averaging.Confirm.Instance);
        }
        else
        {
            End(succeeded, reason);
        }
    }

    private Participant Participant(WorkerId worker) =>
        new(worker, _roster.ActorOf(worker), _roster.OwnerOf(worker)!.Data!);

    /// <summary>It can't go on. Another coordinator may.</summary>
    private void Fail(Exception cause)
    {
        _settings.Completion.TrySetException(cause);
        if (IsOneOfSeveral)
        {
            Context.Stop(Self);
        }
        else
        {
            End(succeeded: false, $"{cause.GetType().Name}: {cause.Message}");
        }
    }

    private void End(bool succeeded, string reason)
    {
        _end = new RunEnded(succeeded, reason, _term);
        foreach (var node in _roster.Nodes)
        {
            node.Actor.Tell(_end, Self);
        }

        var (completion, outcome) = (_settings.Completion, new RunOutcome(succeeded, reason, _run.State));
        _recorder.Tell(new RecorderActor.Flush(() => completion.TrySetResult(outcome)));
    }

    private sealed record Checked(IRunEvent Event, VersionSnapshot Version) : INoSerializationVerificationNeeded;
}
