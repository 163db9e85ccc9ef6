using System.Collections.Immutable;

namespace GanCluster.Core.Terms;

/// <summary>A coordinator to a journal; its own is asked like the others.</summary>
public interface IJournalRequest;

/// <summary>Promise to take nothing from an earlier office.</summary>
public sealed record AskOffice(long Office) : IJournalRequest;

/// <summary>Write the row, if it follows on what is there.</summary>
/// <param name="Number">Of the request in the office, so that an answer is told from that to an earlier one.</param>
/// <param name="Row">Null: there is none, and only the office is to be confirmed.</param>
/// <param name="Before">The row before; null if it is the first.</param>
public sealed record AppendRow(long Office, long Number, JournalRow? Row, JournalRow? Before) : IJournalRequest
{
    public long Place => Row?.Place ?? 0;
}

/// <summary>Tell a row that the asker's own journal lacks.</summary>
/// <param name="Place">Before the first: the first.</param>
public sealed record ReadRow(long Office, long Place) : IJournalRequest;

/// <summary>A journal to the coordinator that asked. What it tells is on its disk.</summary>
public interface IJournalAnswer : ITermEvent
{
    CoordinatorId From { get; }

    long Office { get; }
}

/// <param name="Promised">The highest office that it has promised.</param>
/// <param name="Newest">Its newest row.</param>
/// <param name="Rows">All its rows, if the journal is the asker's own.</param>
public sealed record OfficeAnswered(
    CoordinatorId From, long Office, bool Granted, long Promised, JournalRow? Newest, ImmutableList<JournalRow>? Rows = null)
    : IJournalAnswer;

/// <param name="Wants">The place of the row that it needs first; null: it has the row.</param>
public sealed record RowAnswered(CoordinatorId From, long Office, long Number, long Place, long Promised, long? Wants)
    : IJournalAnswer;

/// <param name="Row">Null: it has none there.</param>
public sealed record RowRead(CoordinatorId From, long Office, long Place, JournalRow? Row) : IJournalAnswer;

/// <summary>What a coordinator node's place among the others depends on.</summary>
public interface ITermEvent;

/// <summary>This node is a candidate, or is none (<see cref="Candidacy"/>).</summary>
public sealed record Proposed(bool Here) : ITermEvent;

/// <summary>The node's own journal has promised this office.</summary>
public sealed record OfficePromised(long Office) : ITermEvent;

/// <summary>The acting coordinator: the round is to be committed, or, without a row, its office to be confirmed.</summary>
public sealed record RowWanted(JournalRow? Row) : ITermEvent;

/// <summary>Time has passed.</summary>
public sealed record TermTick : ITermEvent
{
    public static readonly TermTick Instance = new();
}
