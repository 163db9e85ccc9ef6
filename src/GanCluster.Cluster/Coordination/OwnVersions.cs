using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>The versions that the coordinator's node has itself: what every worker begins with, and its safe copy of a later one. The
/// data plane's threads read what the coordinator keeps.</summary>
/// <param name="start">Null: it follows from the configuration.</param>
/// <param name="safe">A later one that is here from the beginning.</param>
public sealed class OwnVersions(VersionSnapshot? start, VersionSnapshot? safe = null)
{
    private volatile VersionSnapshot? _safe = safe;

    public VersionSnapshot? Start => start;

    /// <summary>The version at a step; null if it is not here.</summary>
    public VersionSnapshot? At(long step) => _safe?.Step == step ? _safe : start?.Step == step ? start : null;

    internal void Keep(VersionSnapshot copy) => _safe = copy;
}
