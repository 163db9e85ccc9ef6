using System.Collections.Immutable;

namespace GanCluster.Core.Terms;

/// <summary>What a coordinator node can do about its office. An actor and a simulation each supply these.</summary>
public interface ITermEffects
{
    /// <summary>To a node's journal, this one's own among them. It may be lost, or answered late.</summary>
    void Send(CoordinatorId to, IJournalRequest request);

    /// <summary>Begin to coordinate, from the newest of the rows.</summary>
    void Act(long office, ImmutableList<JournalRow> rows, string reason);

    /// <summary>What was wanted last is written by a majority.</summary>
    void Committed();

    /// <summary>Whatever it does as the coordinator has to end.</summary>
    void StepDown(string reason);

    /// <summary>Call <see cref="TermInterpreter.Handle"/> with a tick no later than this.</summary>
    void WakeAt(TimeSpan at);
}

/// <summary>Turns what a coordinator node hears from journals into its office, and its decisions into effects. Single-threaded: its
/// owner hands it one event at a time, and never from within an effect.</summary>
public sealed class TermInterpreter(TermState state, TermOptions options, ITermEffects effects)
{
    public TermState State { get; private set; } = state;

    public void Handle(TimeSpan now, ITermEvent e)
    {
        State = State.Apply(now, e);
        while (true)
        {
            var decision = TermRules.Decide(now, State, options);
            if (decision is TermDecision.Wait wait)
            {
                if (wait.Until is { } until)
                {
                    effects.WakeAt(until);
                }

                return;
            }

            var before = State;
            State = State.Apply(now, decision, options);
            Perform(before, decision);
        }
    }

    private void Perform(TermState before, TermDecision decision)
    {
        switch (decision)
        {
            case TermDecision.Ask ask:
                StepDownFrom(before, ask.Reason);
                Send(ask.Of, new AskOffice(ask.Office));
                break;
            case TermDecision.Read read:
                effects.Send(read.From, new ReadRow(State.Office, read.Place));
                break;
            case TermDecision.Copy copy:
                effects.Send(options.Self, new AppendRow(State.Office, State.Number, copy.Row, copy.Before));
                break;
            case TermDecision.Write write:
                Write(before, write.By);
                break;
            case TermDecision.Act act:
                effects.Act(State.Office, State.Rows, act.Reason);
                break;
            case TermDecision.Commit:
                effects.Committed();
                break;
            case TermDecision.StepDown down:
                StepDownFrom(before, down.Reason);
                break;
            default:
                break;
        }
    }

    private void StepDownFrom(TermState before, string reason)
    {
        if (before.Phase == TermPhase.Acting)
        {
            effects.StepDown(reason);
        }
    }

    private void Write(TermState before, ImmutableArray<CoordinatorId> by)
    {
        foreach (var journal in by)
        {
            var place = before.Wants.GetValueOrDefault(journal, long.MaxValue);
            var (row, previous) = State.At(place);
            effects.Send(journal, new AppendRow(State.Office, State.Number, row, previous));
        }
    }

    private void Send(ImmutableArray<CoordinatorId> to, IJournalRequest request)
    {
        foreach (var journal in to)
        {
            effects.Send(journal, request);
        }
    }
}
