using System.Collections.Immutable;

namespace GanCluster.Telemetry.Views;

/// <summary>What went wrong in a run, and what was done about it. The last ones of each kind are kept, so that many of one do not
/// push out the few of another.</summary>
internal sealed class Happenings
{
    internal const int MostOfAKind = 40;
    private readonly Dictionary<HappeningKind, ImmutableList<Happening>> _kinds = [];
    private long _count;

    /// <summary>Newest first.</summary>
    internal ImmutableArray<Happening> Newest =>
        [.. _kinds.Values.SelectMany(kind => kind).OrderByDescending(happening => happening.Number)];

    internal void Add(HappeningKind kind, DateTimeOffset at, string what)
    {
        var kept = _kinds.GetValueOrDefault(kind, []);
        _kinds[kind] = (kept.Count < MostOfAKind ? kept : kept.RemoveAt(0)).Add(new Happening(++_count, at, kind, what));
    }
}

internal enum HappeningKind
{
    /// <summary>A worker was lost, an attempt abandoned, a version lost.</summary>
    Fault,
    RollBack,

    /// <summary>A node was turned away.</summary>
    Refusal,

    /// <summary>A word about an attempt that is over was dropped.</summary>
    Stale,
    Health,
}

/// <param name="Number">In the order in which they happened.</param>
internal sealed record Happening(long Number, DateTimeOffset At, HappeningKind Kind, string What);
