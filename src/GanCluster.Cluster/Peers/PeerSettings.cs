using System.Collections.Immutable;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;
using GanCluster.Core;

namespace GanCluster.Cluster.Peers;

/// <summary>What a coordinator node goes by that is one of several.</summary>
public sealed record PeerSettings
{
    public required CoordinatorId Self { get; init; }

    /// <summary>What the others have to go by as well.</summary>
    public required PeerTerms Terms { get; init; }

    public required IRunJournal Journal { get; init; }

    /// <summary>Where the node's data plane listens, so that the others may fetch what it has.</summary>
    public Endpoint? Data { get; init; }

    /// <summary>Makes ready to coordinate in an office; on a thread of its own.</summary>
    public required Func<GrantedOffice, CoordinatorSettings> Open { get; init; }

    /// <summary>While another acts: its node has a copy of the version that this node may fetch, on a thread of its own. Once it returns
    /// the copy is on the disk.</summary>
    public required Func<CopyKept, CancellationToken, Task> Keep { get; init; }

    /// <summary>How the run ended, or what ended this node.</summary>
    public required TaskCompletionSource<PeerOutcome> Completion { get; init; }

    /// <summary>Told whenever this node begins to act, or to stand by, and for whom.</summary>
    public required Action<PeerStanding> Standing { get; init; }

    /// <summary>Told at each sign that a coordinator acts, this node's own among them: at least once a second.</summary>
    public Action<CoordinatorId> ActingHeard { get; init; } = _ => { };

    /// <summary>Tells the user, a line each.</summary>
    public required Action<string> Note { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal int Rank => Terms.Peers.IndexOf(Self);

    internal TermOptions TermOptions => new()
    {
        Self = Self,
        List = Terms.Peers,
        Spread = (double)Rank / Terms.Peers.Length,
    };
}

/// <summary>An office that a majority has granted and confirmed.</summary>
/// <param name="Others">Where the data planes of the other nodes are, as far as it is known at the moment.</param>
/// <param name="Ended">When the node does not act any more.</param>
public sealed record GrantedOffice(
    long Number, IReadOnlyList<JournalRow> Rows, Func<ImmutableArray<Endpoint>> Others, CancellationToken Ended);

/// <summary>What a coordinator node is to the run at the moment.</summary>
/// <param name="Office">That it acts in, or the newest that it has promised.</param>
/// <param name="Acting">Who acts, as far as it is known.</param>
public readonly record struct PeerStanding(bool Acts, long Office, CoordinatorId? Acting)
{
    public override string ToString() => Acts
        ? $"acts in office {Office}"
        : Acting is { } other ? $"stands by; {other} acts in office {Office}" : "stands by; nobody is known to act";
}

/// <summary>Why a coordinator node that is one of several ended.</summary>
public abstract record PeerOutcome
{
    /// <summary>It acted when the run ended.</summary>
    public sealed record EndedHere(Core.Observers.RunOutcome Outcome) : PeerOutcome;

    /// <summary>Another acted when the run ended.</summary>
    public sealed record EndedElsewhere(CoordinatorId By, bool Succeeded, string Reason, RunPosition At) : PeerOutcome;

    /// <summary>It was asked to leave; the run goes on.</summary>
    public sealed record Left : PeerOutcome;

    /// <summary>The others go by something else.</summary>
    public sealed record Refused(string Reason) : PeerOutcome;
}
