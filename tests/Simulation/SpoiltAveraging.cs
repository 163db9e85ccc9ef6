using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>A parameter averaging, some of whose rules a subclass spoils: what it hears, what it sends.</summary>
internal abstract class SpoiltAveraging : IAveraging, IAveragingEffects
{
    private readonly IAveragingEffects _effects;
    private readonly AveragingInterpreter _interpreter;

    protected SpoiltAveraging(IAveragingEffects effects, AveragingOffice office)
    {
        _effects = effects;
        _interpreter = new AveragingInterpreter(this, office);
    }

    public AttemptState? Attempt => _interpreter.Attempt;

    public Committed? LastCommit => _interpreter.LastCommit;

    public virtual void Open(TimeSpan now, Attempt attempt) => _interpreter.Open(now, attempt);

    public void End(TimeSpan now, EndAttempt end) => _interpreter.End(now, end);

    public virtual bool Handle(TimeSpan now, IAttemptEvent e) => _interpreter.Handle(now, e);

    public void Greet(WorkerId worker) => _interpreter.Greet(worker);

    public void Written(TimeSpan now, AttemptId id) => _interpreter.Written(now, id);

    public void Tick(TimeSpan now) => _interpreter.Tick(now);

    public virtual void Send(WorkerId worker, IWorkerOrder order) => _effects.Send(worker, order);

    public virtual void Write(RoundRecord record) => _effects.Write(record);

    public virtual void Ended(IAttemptEnd end) => _effects.Ended(end);

    public void WakeAt(TimeSpan at) => _effects.WakeAt(at);

    /// <summary>Believes that everyone has reported what this one did.</summary>
    protected void BelieveOfTheOthers(TimeSpan now, Combined report)
    {
        foreach (var missing in Attempt!.Attempt.Ranges.Keys.Except(Attempt.Reports.Keys))
        {
            _interpreter.Handle(now, report with { Worker = missing, Contributions = [], Statistics = [] });
        }
    }
}

/// <summary>Takes a report of any attempt for one of the attempt that is open.</summary>
internal sealed class AcceptsStaleReports(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override bool Handle(TimeSpan now, IAttemptEvent e) =>
        base.Handle(now, e is Combined report && Attempt is { Over: false } open ? report with { Id = open.Id } : e);
}

/// <summary>Commits when more than half of the participants hold the same bits.</summary>
internal sealed class CommitsByMajority(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override bool Handle(TimeSpan now, IAttemptEvent e)
    {
        var counts = base.Handle(now, e);
        if (e is Combined report && Attempt is { Over: false } open && open.Reports.Count * 2 > open.Attempt.Ranges.Count)
        {
            BelieveOfTheOthers(now, report);
        }

        return counts;
    }
}

/// <summary>Commits when the hash of one participant is still out.</summary>
internal sealed class CommitsByOneHashFewer(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override bool Handle(TimeSpan now, IAttemptEvent e)
    {
        var counts = base.Handle(now, e);
        if (e is Combined report && Attempt is { Over: false } open && open.Reports.Count == open.Attempt.Ranges.Count - 1)
        {
            BelieveOfTheOthers(now, report);
        }

        return counts;
    }
}

/// <summary>Leaves a worker alone that missed how an attempt ended.</summary>
internal sealed class AnswersNobody(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override bool Handle(TimeSpan now, IAttemptEvent e) =>
        Attempt is { Over: false } open && open.Id == e.Id && base.Handle(now, e);
}

/// <summary>Has the steps tried again whose sum is not finite.</summary>
internal sealed class TriesAgainWhatDiverged(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override bool Handle(TimeSpan now, IAttemptEvent e) => base.Handle(
        now, e is NotFinite diverged ? new ExchangeBroken(diverged.Id, diverged.Worker, diverged.Where.Step, "not finite") : e);
}

/// <summary>Abandons attempts without a word to those who take part.</summary>
internal sealed class FencesNobody(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override void Send(WorkerId worker, IWorkerOrder order)
    {
        if (order is not AttemptFenced)
        {
            base.Send(worker, order);
        }
    }
}

/// <summary>Sends a commit only after the assignments that build on it.</summary>
internal sealed class AssignsBeforeItCommits(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    private readonly List<(WorkerId Worker, Committed Commit)> _held = [];

    public override void Open(TimeSpan now, Attempt attempt)
    {
        base.Open(now, attempt);
        _held.ForEach(h => base.Send(h.Worker, h.Commit));
        _held.Clear();
    }

    public override void Send(WorkerId worker, IWorkerOrder order)
    {
        if (order is Committed commit)
        {
            _held.Add((worker, commit));
        }
        else
        {
            base.Send(worker, order);
        }
    }
}

/// <summary>Tells the coordinator of a commit as of an attempt that was abandoned.</summary>
internal sealed class HidesACommit(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override void Ended(IAttemptEnd end) => base.Ended(end is AttemptCommitted { Id.Round: 3 }
        ? new AttemptAbandoned(end.Id, "hidden", new AttemptFault.Broken(Suspect: null))
        : end);
}

/// <summary>Commits a second attempt as the version that the first has become.</summary>
internal sealed class CommitsAVersionTwice(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override void Ended(IAttemptEnd end) => base.Ended(end is AttemptCommitted { Id.Round: 2 } committed
        ? committed with { Commit = committed.Commit with { Version = committed.Commit.Version - 1 } }
        : end);
}

/// <summary>Has another participant lost for the wrong bits of one.</summary>
internal sealed class BlamesAnother(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override void Ended(IAttemptEnd end) => base.Ended(
        end is AttemptAbandoned { Fault: AttemptFault.OfWorker { ForGood: true } fault } abandoned
            ? abandoned with { Fault = fault with { Worker = Attempt!.Attempt.Ranges.Keys.First(w => w != fault.Worker) } }
            : end);
}

/// <summary>Takes bits that differ for an exchange that broke.</summary>
internal sealed class KeepsWhoHasWrongBits(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    public override void Ended(IAttemptEnd end) => base.Ended(
        end is AttemptAbandoned { Fault: AttemptFault.OfWorker { ForGood: true } } abandoned
            ? abandoned with { Fault = new AttemptFault.Broken(Suspect: null) }
            : end);
}
