using System.Collections.Immutable;

namespace GanCluster.Core.Terms;

/// <summary>When a coordinator node proposes itself.</summary>
/// <param name="Rank">Its place in the list: of those that miss the acting coordinator the first asks first.</param>
public sealed record CandidacyOptions(int Rank)
{
    /// <summary>How long whoever acts may be silent. Default: 5 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for another word of one whose connection broke, or who said that it leaves. Default: 1 s.</summary>
    public TimeSpan AfterBreak { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What each rank waits longer than the one before. Default: 1 s.</summary>
    public TimeSpan PerRank { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Whether this node should be a candidate. Whoever acts, or asks for an office, is heard once a second by every journal that it
/// can reach; one that is missed by the others is followed by the first of them. It only proposes: who acts, <see cref="TermRules"/>
/// decide, and two that propose themselves cost a second.
/// </summary>
/// <param name="Since">When another was last heard, or this node was told to wait for one.</param>
/// <param name="Heard">Who that was.</param>
/// <param name="Acting">Who is known to act; null: nobody, or this node is a candidate.</param>
/// <param name="BrokenAt">When the connection to the one that was heard last broke, or it said that it leaves.</param>
public sealed record Candidacy(
    TimeSpan Since, CoordinatorId? Heard = null, CoordinatorId? Acting = null, TimeSpan? BrokenAt = null)
{
    /// <summary>A node that begins: in a new run nobody can act yet, and the first of the list has a while to begin as well; in
    /// another one somebody may act.</summary>
    public static Candidacy Begin(TimeSpan now, bool isNew, CandidacyOptions options) =>
        new(now, BrokenAt: !isNew ? null : options.Rank == 0 ? now - options.AfterBreak : now + options.AfterBreak);

    /// <summary>What a word means for the candidacy, and what it means for the terms, in that order.</summary>
    /// <param name="terms">As they are before it.</param>
    public (Candidacy After, ImmutableArray<ITermEvent> ForTerms) Hear(
        TimeSpan now, IPeerWord word, TermState terms, CoordinatorId self, CandidacyOptions options)
    {
        switch (word)
        {
            case RequestHeard { Request: AppendRow append } heard when heard.By != self:
                var (after, events) = HearActing(now, heard.By, append.Office, terms with { Known = Math.Max(terms.Known, heard.Promised) });
                return (after, [new OfficePromised(heard.Promised), .. events]);
            case RequestHeard heard:
                var another = heard.By != self && heard.Request is AskOffice ask && ask.Office >= heard.Promised;
                return (another ? Anew(now, heard.By) : this, [new OfficePromised(heard.Promised)]);
            case ActingHeard acting:
                return HearActing(now, acting.By, acting.Office, terms);
            case PeerMissed missed when missed.Who == Heard:
                return (this with { BrokenAt = BrokenAt ?? now }, []);
            case PeerPulse pulse when pulse.MajorityIsThere && !terms.IsProposed && now >= ProposesAt(options):
                return (this with { Acting = null }, [new Proposed(true)]);
            default:
                return (this, []);
        }
    }

    /// <summary>From then on, if nothing is heard before.</summary>
    public TimeSpan ProposesAt(CandidacyOptions options)
    {
        var silent = Since + options.Silence;
        var broken = BrokenAt + options.AfterBreak;
        return (broken < silent ? broken.Value : silent) + (options.PerRank * options.Rank);
    }

    /// <summary>Another acts, unless a later office is promised: this node is no candidate any more.</summary>
    private (Candidacy After, ImmutableArray<ITermEvent> ForTerms) HearActing(
        TimeSpan now, CoordinatorId other, long office, TermState terms)
    {
        var isOver = office < terms.Known || (office == terms.Office && terms.Phase > TermPhase.Asking);
        return isOver ? (this, []) : (Anew(now, other) with { Acting = other }, [new OfficePromised(office), new Proposed(false)]);
    }

    private Candidacy Anew(TimeSpan now, CoordinatorId other) => new(now, other, Acting);
}
