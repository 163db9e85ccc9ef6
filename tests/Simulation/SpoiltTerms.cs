using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;
using GanCluster.Core.Workers;

namespace GanCluster.Simulation.Tests;

/// <summary>A journal, some of whose answers a subclass spoils.</summary>
internal abstract class SpoiltJournal(CoordinatorId self, JournalState state) : IJournal
{
    private readonly RealJournal _journal = new(self, state);

    public virtual JournalState State => _journal.State;

    public virtual IJournalAnswer Answer(IJournalRequest request) => _journal.Answer(request);
}

/// <summary>Grants an office to two that ask for it.</summary>
internal sealed class GrantsTwice(CoordinatorId self, JournalState state) : SpoiltJournal(self, state)
{
    public override IJournalAnswer Answer(IJournalRequest request)
    {
        var answer = base.Answer(request);
        return answer is OfficeAnswered office ? office with { Granted = office.Office >= office.Promised } : answer;
    }
}

/// <summary>Does not know after a restart what it has promised.</summary>
internal sealed class ForgetsItsPromise(CoordinatorId self, JournalState state)
    : SpoiltJournal(self, state with { Promised = 0 });

/// <summary>Answers what only the next write brings to the disk.</summary>
internal sealed class AnswersBeforeItHasWritten(CoordinatorId self, JournalState state) : SpoiltJournal(self, state)
{
    private JournalState _before = state;

    public override JournalState State => _before;

    public override IJournalAnswer Answer(IJournalRequest request)
    {
        _before = base.State;
        return base.Answer(request);
    }
}

/// <summary>Takes rows from an office that is over.</summary>
internal sealed class TakesRowsFromAnEarlierOffice(CoordinatorId self, JournalState state) : SpoiltJournal(self, state)
{
    public override IJournalAnswer Answer(IJournalRequest request)
    {
        if (request is not AppendRow append || append.Office >= State.Promised)
        {
            return base.Answer(request);
        }

        var answer = (RowAnswered)base.Answer(append with { Office = State.Promised });
        return answer with { Office = append.Office, Promised = append.Office };
    }
}

/// <summary>A candidate, some of whose rules a subclass spoils: what it hears and what it does.</summary>
internal abstract class SpoiltTerms : ITerms, ITermEffects
{
    private readonly ITermEffects _effects;
    private readonly TermInterpreter _interpreter;

    protected SpoiltTerms(TermState state, TermOptions options, ITermEffects effects)
    {
        _effects = effects;
        _interpreter = new TermInterpreter(state, options, this);
    }

    public TermState State => _interpreter.State;

    public virtual void Handle(TimeSpan now, ITermEvent e) => _interpreter.Handle(now, e);

    public virtual void Send(CoordinatorId to, IJournalRequest request) => _effects.Send(to, request);

    public virtual void Act(long office, System.Collections.Immutable.ImmutableList<JournalRow> rows, string reason) =>
        _effects.Act(office, rows, reason);

    public void Committed() => _effects.Committed();

    public void StepDown(string reason) => _effects.StepDown(reason);

    public void WakeAt(TimeSpan at) => _effects.WakeAt(at);
}

/// <summary>Does not wait for the others' journals.</summary>
internal sealed class CommitsWithAMinority(TermState state, TermOptions options, ITermEffects effects)
    : SpoiltTerms(state, options, effects)
{
    private readonly Queue<ITermEvent> _believed = [];

    public override void Handle(TimeSpan now, ITermEvent e)
    {
        base.Handle(now, e);
        while (_believed.TryDequeue(out var believed))
        {
            base.Handle(now, believed);
        }
    }

    public override void Send(CoordinatorId to, IJournalRequest request)
    {
        base.Send(to, request);
        if (request is AppendRow append && State.Phase == TermPhase.Acting && to.Value != "c1")
        {
            _believed.Enqueue(new RowAnswered(to, append.Office, append.Number, append.Place, append.Office, Wants: null));
        }
    }
}

/// <summary>Goes by its own journal alone.</summary>
internal sealed class ActsWithoutAdopting(TermState state, TermOptions options, ITermEffects effects)
    : SpoiltTerms(state, options, effects)
{
    public override void Handle(TimeSpan now, ITermEvent e) =>
        base.Handle(now, e is OfficeAnswered { Rows: null } answer ? answer with { Newest = null } : e);
}

/// <summary>Takes the longest of the journals for the newest.</summary>
internal sealed class AdoptsTheLongest(TermState state, TermOptions options, ITermEffects effects)
    : SpoiltTerms(state, options, effects)
{
    public override void Handle(TimeSpan now, ITermEvent e) => base.Handle(now, e is OfficeAnswered { Newest: { } newest } answer
        ? answer with { Newest = newest with { Office = 0 } }
        : e);
}

/// <summary>Stays a candidate when another acts.</summary>
internal sealed class StaysACandidate(TermState state, TermOptions options, ITermEffects effects) : SpoiltTerms(state, options, effects)
{
    public override void Handle(TimeSpan now, ITermEvent e)
    {
        if (e is not Proposed { Here: false })
        {
            base.Handle(now, e);
        }
    }
}

/// <summary>Takes a no for a yes, and so goes on when another acts.</summary>
internal sealed class CommitsAfterItHasToStepDown(TermState state, TermOptions options, ITermEffects effects)
    : SpoiltTerms(state, options, effects)
{
    public override void Handle(TimeSpan now, ITermEvent e)
    {
        if (State.Phase == TermPhase.Acting && e is OfficePromised)
        {
            return;
        }

        base.Handle(now, State.Phase == TermPhase.Acting && e is RowAnswered answer && answer.Promised > answer.Office
            ? answer with { Promised = answer.Office, Wants = null }
            : e);
    }
}

/// <summary>Does not hear that a term has begun.</summary>
internal sealed class TakesALowerTerm(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects)
    : SpoiltWorker(id, version, options, effects)
{
    public override void Handle(TimeSpan now, IWorkerOrder order)
    {
        if (order is not AttemptFenced { Id.Round: 0 })
        {
            base.Handle(now, order);
        }
    }
}

/// <summary>Commits once the workers agree, whatever the journals do.</summary>
internal sealed class CommitsBeforeItIsWritten(IAveragingEffects effects, AveragingOffice office) : SpoiltAveraging(effects, office)
{
    private RoundRecord? _record;

    public override void Write(RoundRecord record)
    {
        base.Write(record);
        _record = record;
    }

    public override bool Handle(TimeSpan now, IAttemptEvent e)
    {
        var counts = base.Handle(now, e);
        if (_record is { } record)
        {
            _record = null;
            Written(now, record.Id);
        }

        return counts;
    }
}
