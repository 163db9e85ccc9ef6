using System.Collections.Immutable;

namespace GanCluster.Core.Terms;

/// <summary>What a coordinator node's disk holds: the highest office that it has promised, and the run's rows.</summary>
public sealed record JournalState(long Promised, ImmutableList<JournalRow> Rows)
{
    public static readonly JournalState Empty = new(0, []);

    public JournalRow? Newest => Rows.IsEmpty ? null : Rows[^1];

    public JournalRow? Find(long place) =>
        Rows.IsEmpty || place < Rows[0].Place || place > Rows[^1].Place ? null : Rows[(int)(place - Rows[0].Place)];
}

/// <summary>
/// A journal's answers, pure functions of what it holds. Whoever asks is answered only once the state that goes with the answer
/// is on disk.
/// </summary>
public static class JournalRules
{
    public static (JournalState State, IJournalAnswer Answer) Answer(
        CoordinatorId self, JournalState state, IJournalRequest request) => request switch
    {
        AskOffice ask => Grant(self, state, ask),
        AppendRow append => Append(self, state, append),
        ReadRow read => (state, new RowRead(self, read.Office, read.Place, Read(state, read.Place))),
        _ => throw new InvalidOperationException($"no rule for {request}"),
    };

    private static JournalRow? Read(JournalState state, long place) =>
        state.Rows.IsEmpty ? null : state.Find(Math.Max(place, state.Rows[0].Place));

    /// <summary>An office is granted once, and never one below another.</summary>
    private static (JournalState State, IJournalAnswer Answer) Grant(CoordinatorId self, JournalState state, AskOffice ask)
    {
        var granted = ask.Office > state.Promised;
        var after = granted ? state with { Promised = ask.Office } : state;
        return (after, new OfficeAnswered(self, ask.Office, granted, after.Promised, after.Newest, after.Rows));
    }

    private static (JournalState State, IJournalAnswer Answer) Append(CoordinatorId self, JournalState state, AppendRow append)
    {
        if (append.Office < state.Promised)
        {
            return (state, Answered(state, append.Place));
        }

        var promised = state with { Promised = append.Office };
        if (append.Row is not { } row)
        {
            return (promised, Answered(promised, wants: null));
        }

        if (FirstMissing(state, row, append.Before) is { } wants)
        {
            return (promised, Answered(promised, wants));
        }

        var after = promised with { Rows = Put(state, row) };
        return (after, Answered(after, wants: null));

        RowAnswered Answered(JournalState at, long? wants) =>
            new(self, append.Office, append.Number, append.Place, at.Promised, wants);
    }

    /// <summary>Only a journal's newest row may be one that was never committed, so one step back is enough to find it.</summary>
    private static long? FirstMissing(JournalState state, JournalRow row, JournalRow? before)
    {
        if (before is null)
        {
            return null;
        }

        return state.Find(before.Place) is { } held
            ? held.Tells(before) ? null : before.Place
            : (state.Newest?.Place ?? -1) + 1;
    }

    /// <summary>What is held already stays, with whatever follows it, unless a later office writes it again.</summary>
    private static ImmutableList<JournalRow> Put(JournalState state, JournalRow row)
    {
        var held = state.Find(row.Place);
        if (held is not null && held.Tells(row) && state.Newest!.Office >= row.Office)
        {
            return state.Rows;
        }

        var index = state.Rows.IsEmpty ? 0 : (int)(row.Place - state.Rows[0].Place);
        return state.Rows.RemoveRange(index, state.Rows.Count - index).Add(row);
    }
}
