using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Simulation;

/// <summary>What the acting coordinator's actors do: the run and the parameter averaging, until the office ends.</summary>
internal sealed partial class SimulatedOffice : ICoordinatorEffects
{
    private readonly World _world;
    private readonly SimulatedCoordinator _node;
    private readonly ICoordinator _coordinator;
    private readonly SimulatedAveraging _averaging;
    private readonly LocalMail _mail;
    private readonly HashSet<WorkerId> _greeted = [];
    private Action? _written;
    private bool _over;
    private long _events;

    /// <summary>Checks that nobody is known to have judged.</summary>
    private ImmutableArray<(int Course, long Step)> _again = [];

    /// <summary>The newest check, until a majority has its version.</summary>
    private CheckCopy? _check;

    public SimulatedOffice(World world, SimulatedCoordinator node, long number, ImmutableList<JournalRow> rows)
    {
        (_world, _node, Number, Rows) = (world, node, number, rows);
        _mail = new LocalMail(world.Clock, world.Random, action => node.Later(TimeSpan.Zero, () => IfOpen(action)));
        var run = JournalledRun.Of(rows);
        var state = IsOneOfSeveral ? TakeOver(run) : TakeOver(rows);
        _coordinator = world.Interpreters.Coordinator(state, world.Case.Options, this);
        var office = new AveragingOffice(AttemptId.Before(world.Case.Options.Run, state.Term), run.Last);
        _averaging = new SimulatedAveraging(world, this, office);
    }

    public long Number { get; }

    /// <summary>What it took office with.</summary>
    public ImmutableList<JournalRow> Rows { get; }

    public SimulatedCoordinator Node => _node;

    public RunState State => _coordinator.State;

    public Committed? LastCommit => _averaging.LastCommit;

    /// <summary>The coordinator's copy of a version, in memory.</summary>
    public (long Weights, RunPosition At) Copy { get; private set; }

    /// <summary>Of that copy.</summary>
    public int CopyCourse { get; private set; }

    /// <summary>The course and step of the version that was last written for good in this office.</summary>
    public (int Course, long Step)? Checkpoint { get; private set; }

    /// <summary>The version of the newest healthy check.</summary>
    private (long Weights, long Step) Healthy { get; set; }

    public void Begin()
    {
        _world.Checker.OnOffice(this);
        foreach (var (course, step) in _again)
        {
            _world.Exercised.ChecksMadeAgain++;
            JudgeLater(course, step, _node.Journal.Find(course, course, step)!.Value);
        }

        Handle(Tick.Instance);
    }

    /// <summary>Another acts, or this node has ended: what is still under way here is void.</summary>
    public void End()
    {
        _over = true;
        _world.Exercised.Dropped += _coordinator.State.Dropped;
        _world.Exercised.StepsRedone += _coordinator.State.Redone;
    }

    /// <summary>What was wanted last is written by a majority.</summary>
    public void Written()
    {
        var written = _written;
        _written = null;
        written?.Invoke();
    }

    public void Hear(WorkerId from, IRunEvent e) => _node.Later(TimeSpan.Zero, () => IfOpen(() =>
    {
        if (_greeted.Add(from))
        {
            _averaging.Greet(from);
        }

        if (e is IAttemptEvent word)
        {
            Trace(e);
            _averaging.Hear(word);
        }
        else
        {
            Handle(e);
        }
    }));

    /// <summary>From its own side of a connection.</summary>
    public void Notice(IRunEvent e) => _node.Later(TimeSpan.Zero, () => IfOpen(() => Handle(e)));

    /// <summary>From the parameter averaging.</summary>
    public void Tell(IAttemptEnd end) => _mail.ToCoordinator(() => Handle(end));

    /// <summary>From the parameter averaging: nothing is committed before.</summary>
    public void Write(RoundRecord record)
    {
        var row = new JournalRow(
            record.Id,
            new RunPosition(record.Steps.End, record.Version, record.Id.Round + 1),
            record.Steps,
            record.Reports[0].Hash,
            Number) { Course = record.Course };
        _world.Checker.OnWrite(row, record);
        _written = () => _averaging.Written(record.Id);
        _node.Want(record.IsRedone ? null : row);
    }

    /// <summary>Nothing that the run's health shows or decides counts before.</summary>
    void ICoordinatorEffects.Write(HealthWord word)
    {
        _world.Trace?.Invoke($"write {word.Entry}");
        _written = () => Handle(new HealthWritten(word.Entry));
        _node.Want(JournalRow.Of(word, _world.Case.Options.Run, _coordinator.State.Term, Number));
        StrikeSoon(word.Entry is HealthEntry.Judged ? 4 : 1);
    }

    /// <summary>A check is under way, or an entry.</summary>
    /// <param name="outOf">One in so many is struck.</param>
    private void StrikeSoon(int outOf)
    {
        if (_world.Case.CrashesAtEntries && _world.Random.Next(outOf) == 0)
        {
            var longest = _world.Random.Next(3) switch { 0 => 0.02, 1 => 0.3, _ => 5 };
            _world.Clock.After(_world.Seconds(0, longest), () => _world.Crash(_node));
        }
    }

    public void WakeAveraging(TimeSpan after, Action wake) => _node.Later(after, () => IfOpen(wake));

    void ICoordinatorEffects.Open(Attempt attempt) => _mail.ToAveraging(() => _averaging.Open(attempt));

    void ICoordinatorEffects.End(EndAttempt end) => _mail.ToAveraging(() => _averaging.End(end));

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
        _world.Checker.OnRelease(worker, this);
        Release(worker);
    }

    void ICoordinatorEffects.Heal(WorkerId worker, WorkerId source)
    {
        var order = new LoadVersion(_coordinator.State.Step, source, _coordinator.State.Course);
        _mail.ToAveraging(() => _averaging.Send(worker, order));
    }

    void ICoordinatorEffects.TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose)
    {
        void Arrive(long weights) => _node.Later(TimeSpan.Zero, () => IfOpen(() => Copied(worker, weights, step)));
        Send(worker, () => _world.Find(worker).Snapshot(
            step, weights => _world.Network.Send(worker, _node.Number, inOrder: false, () => Arrive(weights))));
    }

    void ICoordinatorEffects.KeepSafeCopy(long step, SnapshotPurpose purpose)
    {
        _world.Trace?.Invoke($"keep the copy of step {step}");
        _world.Checker.OnKeep(Copy.Weights, Copy.At.Step, step, CopyCourse);
        RecordLater(step);
        Spread(CopyCourse, step, Copy.Weights);
        Checkpoint = purpose.HasFlag(SnapshotPurpose.Checkpoint) ? (CopyCourse, step) : Checkpoint;
        if (purpose.HasFlag(SnapshotPurpose.Evaluate) && _world.Case.IsCheck(step))
        {
            JudgeLater(CopyCourse, step, Copy.Weights);
        }
    }

    void ICoordinatorEffects.Moved(string reason)
    {
        _world.Trace?.Invoke($"move: {reason}");
        _world.Checker.OnMove(this);
    }

    void ICoordinatorEffects.RolledBack(Decision.RollBack rollBack, long from)
    {
        _world.Trace?.Invoke($"roll back from step {from} to step {rollBack.To.Step}: {rollBack.Reason}");
        (Copy, CopyCourse) = ((Healthy.Weights, rollBack.To), rollBack.Course);
        KeepLater();
        Checkpoint = (rollBack.Course, rollBack.To.Step);
        _world.Checker.OnRollBack(rollBack, from, Healthy, this);
    }

    /// <summary>Each event ends with a new time to wake at, which replaces the one before.</summary>
    void ICoordinatorEffects.WakeAt(TimeSpan at)
    {
        var number = _events;
        _node.Later(at - _world.Clock.Now, () => IfOpen(() =>
        {
            if (number == _events)
            {
                Handle(Tick.Instance);
            }
        }));
    }

    void ICoordinatorEffects.Finish(bool succeeded, string reason)
    {
        _world.Trace?.Invoke($"{(succeeded ? "finish" : "fail")}, if the office stands: {reason}");
        _written = () =>
        {
            _world.Trace?.Invoke($"{(succeeded ? "finish" : "fail")}: {reason}");
            _world.End = (succeeded, reason, this);
        };
        _node.Want(row: null);
    }

    /// <summary>To a worker, over the network.</summary>
    public void Send(WorkerId worker, Action deliver) => _world.Network.Send(worker, _node.Number, inOrder: true, deliver);

    private void Release(WorkerId worker) => Send(worker, () => _world.Find(worker).Release(Number));

    private void IfOpen(Action action)
    {
        if (!_over && _world.End is null)
        {
            action();
        }
    }

    private void Handle(IRunEvent e)
    {
        if (_over || _world.End is not null)
        {
            return;
        }

        _events++;
        Trace(e);
        _coordinator.Handle(_world.Clock.Now, e);
    }

    private void Copied(WorkerId worker, long weights, long step)
    {
        var before = _coordinator.State;
        var isSafe = (before.SnapshotBy, before.Step) == (worker, step) && before.SnapshotFor.HasFlag(SnapshotPurpose.Safe);
        if (isSafe)
        {
            (Copy, CopyCourse) = ((weights, before.Position), before.Course);
        }

        if (before.SnapshotBy == worker && before.Step == step && before.SnapshotFor.HasFlag(SnapshotPurpose.Checkpoint))
        {
            Checkpoint = (before.Course, step);
        }

        Handle(new SnapshotTaken(worker, step));
        RecordLater(step);
        if (before.SnapshotBy == worker && before.SnapshotFor.HasFlag(SnapshotPurpose.Evaluate) && _world.Case.IsCheck(step))
        {
            Spread(before.Course, step, weights);
            JudgeLater(before.Course, step, weights);
            StrikeSoon(outOf: 2);
        }
    }

    /// <summary>However long it takes to measure the version.</summary>
    private void JudgeLater(int course, long step, long weights) =>
        _node.Later(_world.Seconds(0, _world.Case.LongestCheck), () => IfOpen(() =>
        {
            var condition = _world.Case.VerdictAt(course, step);
            if (condition == HealthCondition.Healthy && course == _coordinator.State.Course && step > Healthy.Step)
            {
                Healthy = (weights, step);
            }

            Handle(new CheckJudged(
                course, new JudgedCheck(step, new HealthVerdict(condition, HealthCause.Collapse, "collapse", step))));
        }));

    private void RecordLater(long step)
    {
        var (copy, course) = (Copy, CopyCourse);
        _node.Later(_world.Seconds(0, _world.Case.LongestRecording), () =>
        {
            Keep(copy, course);
            IfOpen(() => Handle(new SnapshotRecorded(step)));
        });
    }

    private void KeepLater()
    {
        var (copy, course) = (Copy, CopyCourse);
        _node.Later(_world.Seconds(0, _world.Case.LongestRecording), () => Keep(copy, course));
    }

    private void Keep((long Weights, RunPosition At) copy, int course)
    {
        var journal = _node.Journal;
        if ((course, copy.At.Step).CompareTo((journal.CopyCourse, journal.Copy.At.Step)) > 0)
        {
            (journal.Copy, journal.CopyCourse) = (copy, course);
        }
    }

    private void Trace(IRunEvent e)
    {
        if (_world.Trace is { } trace && e is not (Tick or RoundProgress or IAttemptEnd))
        {
            trace($"  {TraceText.Of(e)}");
        }
    }
}
