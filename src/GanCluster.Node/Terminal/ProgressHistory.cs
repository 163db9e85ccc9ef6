using System.Collections.Immutable;

namespace GanCluster.Node.Terminal;

/// <summary>The newest snapshot, and the ones before it as far as a terminal is wide.</summary>
internal sealed record ProgressHistory(ImmutableArray<ProgressSnapshot> Snapshots)
{
    private const int Most = 240;

    internal static ProgressHistory Empty { get; } = new(ImmutableArray<ProgressSnapshot>.Empty);

    internal ProgressSnapshot Newest => Snapshots[^1];

    internal ProgressHistory With(ProgressSnapshot now) =>
        new([.. Snapshots.Length < Most ? Snapshots : Snapshots.RemoveAt(0), now]);
}
