using System.Collections.Immutable;

namespace GanCluster.Core.Terms;

/// <summary>What a coordinator node does about its office, and why in one sentence.</summary>
public abstract record TermDecision(string Reason)
{
    /// <summary>Nothing can be done before a word comes, or the clock reaches <paramref name="Until"/>.</summary>
    public sealed record Wait(string Reason, TimeSpan? Until = null) : TermDecision(Reason);

    /// <summary>Ask journals for an office; a candidate's own comes last.</summary>
    public sealed record Ask(string Reason, long Office, ImmutableArray<CoordinatorId> Of) : TermDecision(Reason);

    /// <summary>A majority grants it: take what they have.</summary>
    public sealed record Adopt(string Reason) : TermDecision(Reason);

    /// <summary>Have a row told that its own journal lacks.</summary>
    public sealed record Read(string Reason, CoordinatorId From, long Place) : TermDecision(Reason);

    /// <summary>Have its own journal write a row that another told.</summary>
    public sealed record Copy(string Reason, JournalRow Row, JournalRow? Before) : TermDecision(Reason);

    /// <summary>Have the newest row written again in this office, so that no earlier one's can take its place.</summary>
    public sealed record Confirm(string Reason) : TermDecision(Reason);

    /// <summary>Have journals write the newest row, or what they need before it.</summary>
    public sealed record Write(string Reason, ImmutableArray<CoordinatorId> By) : TermDecision(Reason);

    /// <summary>It is the coordinator now.</summary>
    public sealed record Act(string Reason) : TermDecision(Reason);

    /// <summary>A majority has written what was to be committed or confirmed.</summary>
    public sealed record Commit(string Reason) : TermDecision(Reason);

    /// <summary>It is the coordinator no more, at once.</summary>
    public sealed record StepDown(string Reason) : TermDecision(Reason);
}
