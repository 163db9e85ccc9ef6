using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Simulation.Tests;

/// <summary>A worker, some of whose rules a subclass spoils: it stands between the interpreter and the world.</summary>
internal abstract class SpoiltWorker : IWorker, IWorkerEffects
{
    private readonly IWorkerEffects _effects;
    private readonly WorkerInterpreter _interpreter;

    protected SpoiltWorker(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects)
    {
        (Id, _effects) = (id, effects);
        _interpreter = new WorkerInterpreter(id, version, options, this);
    }

    protected WorkerId Id { get; }

    public void Tick(TimeSpan now) => _interpreter.Tick(now);

    public virtual void Handle(TimeSpan now, IWorkerOrder order) => _interpreter.Handle(now, order);

    public virtual void Handle(TimeSpan now, ComputeEnded ended) => _interpreter.Handle(now, ended);

    public virtual void Handle(TimeSpan now, LoadEnded ended) => _interpreter.Handle(now, ended);

    public virtual void Compute(RoundAssignment assignment) => _effects.Compute(assignment);

    public virtual void Commit(Committed committed) => _effects.Commit(committed);

    public virtual void Fence(AttemptId id, string reason) => _effects.Fence(id, reason);

    public virtual void Load(LoadVersion order) => _effects.Load(order);

    public virtual void Tell(IRunEvent e) => _effects.Tell(e);

    public void WakeAt(TimeSpan at) => _effects.WakeAt(at);
}

/// <summary>Passes a result of a fenced attempt off as the next attempt's.</summary>
internal sealed class KeepsAFencedResult(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects)
    : SpoiltWorker(id, version, options, effects)
{
    private Combined? _held;
    private long _from;

    public override void Handle(TimeSpan now, ComputeEnded ended)
    {
        _held = ended.Report as Combined ?? _held;
        base.Handle(now, ended);
    }

    public override void Compute(RoundAssignment assignment)
    {
        if (_held is { } held && _from == assignment.Steps.First && held.Id.Round == assignment.Id.Round)
        {
            Tell(held with { Id = assignment.Id });
        }

        _from = assignment.Steps.First;
        base.Compute(assignment);
    }
}

/// <summary>Says that it has loaded the version that it was told to, and holds its old one.</summary>
internal sealed class LoadsNothing(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects)
    : SpoiltWorker(id, version, options, effects)
{
    private long? _ordered;

    public override void Load(LoadVersion order)
    {
        _ordered = order.Step;
        base.Load(order);
    }

    public override void Handle(TimeSpan now, LoadEnded ended) => base.Handle(now, new LoadEnded(_ordered));
}

/// <summary>Commits whatever it is told to, held or not.</summary>
internal sealed class CommitsWhatItDoesNotHold(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects)
    : SpoiltWorker(id, version, options, effects)
{
    public override void Handle(TimeSpan now, IWorkerOrder order)
    {
        if (order is Committed committed)
        {
            Commit(committed);
        }

        base.Handle(now, order);
    }
}

/// <summary>Forgets what its version tells of the next round.</summary>
internal sealed class TellsNothingOfTheNextRound(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects)
    : SpoiltWorker(id, version, options, effects)
{
    public override void Tell(IRunEvent e) => base.Tell(e switch
    {
        WorkerJoined joined => joined with { Every = 0 },
        Combined report => report with { Every = 0 },
        _ => e,
    });
}

/// <summary>Reports once, and never again.</summary>
internal sealed class SpeaksOnce(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects)
    : SpoiltWorker(id, version, options with { AnnounceEvery = TimeSpan.FromDays(1), ReportEvery = TimeSpan.FromDays(1) }, effects);

/// <summary>Takes the end of a later round's attempt for the end of what it holds, which may be the committed version.</summary>
internal sealed class DropsTheVersionForALaterFence(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects)
    : SpoiltWorker(id, version, options, effects)
{
    private AttemptId? _held;

    public override void Handle(TimeSpan now, ComputeEnded ended)
    {
        _held = ended.Report?.Id;
        base.Handle(now, ended);
    }

    public override void Handle(TimeSpan now, IWorkerOrder order) => base.Handle(
        now,
        order is AttemptFenced fenced && _held is { } held && held.IsOlderThan(fenced.Id) ? fenced with { Id = held } : order);
}
