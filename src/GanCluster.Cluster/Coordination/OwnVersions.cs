using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>The versions that the coordinator's node has itself: what every worker begins with, its safe copy of a later one, and the
/// newest healthy one, where the run may go back to it. The data plane's threads read what the coordinator keeps.</summary>
/// <param name="start">Null: it follows from the configuration.</param>
/// <param name="healthy">What a roll-back would go to before any check; null: this run makes none.</param>
/// <param name="safe">A later one that is here from the beginning.</param>
public sealed class OwnVersions(VersionSnapshot? start, VersionSnapshot? healthy = null, VersionSnapshot? safe = null)
{
    private volatile VersionSnapshot? _safe = safe;
    private VersionSnapshot? _healthy = healthy;

    public VersionSnapshot? Start => start;

    /// <summary>The version at a step; null if it is not here.</summary>
    public VersionSnapshot? At(long step) => _safe?.Step == step ? _safe : start?.Step == step ? start : null;

    /// <summary>What a node asks for while it joins is what its probe begins with, and no later version of the same step.</summary>
    public VersionSnapshot? For(WorkerId asked, long step) =>
        asked == WorkerId.Coordinator ? At(step) : start?.Step == step ? start : null;

    internal void Keep(VersionSnapshot copy) => _safe = copy;

    /// <summary>Of the course that the run is in, and kept if it is the newest: a check that is made again may be told of after a later
    /// one. Not kept where the run makes no roll-backs.</summary>
    internal void KeepHealthy(VersionSnapshot version) => _healthy = _healthy?.Step < version.Step ? version : _healthy;

    /// <summary>The healthy version is the one that the run goes on from.</summary>
    internal void RollBack(long step, int course) => _safe = _healthy is { } version && version.Step == step
        ? version with { Course = course }
        : throw new InvalidOperationException($"the healthy version of step {step} is not here, but that of step {_healthy?.Step}");
}
