using System.Collections.Immutable;
using GanCluster.Core.Health;

namespace GanCluster.Core.Terms;

/// <summary>The only ways a <see cref="TermState"/> changes.</summary>
public static class TermTransitions
{
    public static TermState Apply(this TermState state, TimeSpan now, ITermEvent e) => e switch
    {
        Proposed proposed => state with { IsProposed = proposed.Here },
        OfficePromised promised => state.Knowing(promised.Office),
        OfficeAnswered answered => Grant(state.Knowing(answered.Promised), answered),
        RowRead read => state.Phase == TermPhase.Adopting && read.Office == state.Office && read.Row is { } row
            && row.Place == (state.Newest?.Place + 1 ?? row.Place) && state.Told is null
            ? state with { Told = row, IsDue = true }
            : state,
        RowAnswered answered => Answer(state.Knowing(answered.Promised), now, answered),
        RowWanted wanted => Want(state, now, wanted.Row),
        _ => state,
    };

    public static TermState Apply(this TermState state, TimeSpan now, TermDecision decision, TermOptions options) => decision switch
    {
        TermDecision.Ask ask when ask.Office == state.Office => state with { IsDue = false },
        TermDecision.Ask ask => StandBy(state) with
        {
            Phase = TermPhase.Asking,
            Office = ask.Office,
            Tries = state.Tries + 1,
            SentAt = now,
            Since = now,
        },
        TermDecision.Adopt => Adopt(state, now),
        TermDecision.Read or TermDecision.Copy => state with { SentAt = now, IsDue = false },
        TermDecision.Confirm => Want(state with { Phase = TermPhase.Confirming, Rows = Stamped(state) }, now, row: null),
        TermDecision.Write write => state with
        {
            SentAt = state.Wants.Count == 0 || now >= state.SentAt + options.AnswerTimeout ? now : state.SentAt,
            IsDue = false,
            Wants = state.Wants.RemoveRange(write.By),
        },
        TermDecision.Act => state with { Phase = TermPhase.Acting, IsPending = false, Tries = 0 },
        TermDecision.Commit => state with { IsPending = false },
        TermDecision.StepDown => StandBy(state) with { Tries = state.Tries + 1, SentAt = now },
        _ => state,
    };

    /// <summary>All that belongs to an office is gone.</summary>
    private static TermState StandBy(TermState state) => new()
    {
        IsProposed = state.IsProposed,
        Known = Math.Max(state.Known, state.Office),
        Office = state.Office,
        Number = state.Number,
        Tries = state.Tries,
    };

    private static TermState Knowing(this TermState state, long office) =>
        office > state.Known ? state with { Known = office } : state;

    private static TermState Grant(TermState state, OfficeAnswered answered) =>
        state.Phase != TermPhase.Asking || answered.Office != state.Office || !answered.Granted
            ? state
            : state with
            {
                Grants = state.Grants.SetItem(answered.From, answered.Newest),
                Rows = answered.Rows ?? state.Rows,
                IsDue = answered.Rows is null && !state.Grants.ContainsKey(answered.From),
            };

    /// <summary>If its own newest row is not the best, it may be one that was never committed: it is read again.</summary>
    private static TermState Adopt(TermState state, TimeSpan now)
    {
        var (rows, best) = (state.Rows, state.Best.Row);
        rows = rows.RemoveAll(row => row.Place > best?.Place);
        rows = rows.IsEmpty || rows[^1].Tells(best) ? rows : rows.RemoveAt(rows.Count - 1);
        return state with { Phase = TermPhase.Adopting, Rows = rows, SentAt = now, Since = now, IsDue = true };
    }

    private static ImmutableList<JournalRow> Stamped(TermState state) => state.Newest is { } newest
        ? state.Rows.SetItem(state.Rows.Count - 1, newest with { Office = state.Office })
        : state.Rows;

    /// <summary>The newest row, which may be this one, is to be written by a majority anew.</summary>
    /// <exception cref="InvalidOperationException">What is committed would be replaced.</exception>
    private static TermState Want(TermState state, TimeSpan now, JournalRow? row)
    {
        if (row is { Entry: not HealthEntry.Judged } && state.Newest is { } newest && row.Round != newest.After.Round)
        {
            throw new InvalidOperationException($"{row.Id} is to be written, and the newest row is {newest.Id}");
        }

        return state with
        {
            Rows = row is null ? state.Rows : state.Rows.Add(state.Next(row)),
            Number = state.Number + 1,
            Written = [],
            Wants = state.Wants.Clear(),
            IsPending = true,
            IsDue = true,
            Since = now,
        };
    }

    private static TermState Answer(TermState state, TimeSpan now, RowAnswered answered)
    {
        if (answered.Office != state.Office)
        {
            return state;
        }

        if (state.Phase == TermPhase.Adopting)
        {
            return state.Told is { } told && answered.Place == told.Place && answered.Wants is null
                ? state with { Rows = state.Rows.Add(told), Told = null, IsDue = true, Since = now }
                : state;
        }

        if (state.Phase < TermPhase.Confirming || answered.Number != state.Number)
        {
            return state;
        }

        var newest = state.Newest?.Place ?? 0;
        return answered.Wants is null && answered.Place == newest
            ? state with { Written = state.Written.Add(answered.From) }
            : state with { Wants = state.Wants.SetItem(answered.From, answered.Wants ?? answered.Place + 1) };
    }
}
