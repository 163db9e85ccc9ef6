using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Cluster.Nodes;

/// <summary>What a worker node goes by.</summary>
public sealed record WorkerNodeSettings
{
    public required INodeEngine Engine { get; init; }

    /// <summary>What the coordinator's configuration is read and checked by.</summary>
    public OwnNames Own { get; init; } = OwnNames.None;

    /// <summary>Workers, each a device.</summary>
    public required int Workers { get; init; }

    /// <summary>Empty where there is none, on loopback.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>The hash of the only configuration that it will work for; empty if any will do.</summary>
    public string ConfigurationHash { get; init; } = "";

    /// <summary>The configuration of that hash, where known: the engine is made ready for it while the node joins.</summary>
    public RunConfiguration? Configuration { get; init; }

    /// <summary>
    /// The node is in the coordinator's own process. Its devices are the run's, so there is no other to hold their probe against;
    /// its replicas are made at the version that the run goes on from; one that can't be made is lost alone.
    /// </summary>
    internal bool IsCoordinators { get; init; }

    /// <summary>Where this node serves /metrics, as HOST:PORT; empty: nowhere.</summary>
    public string Metrics { get; init; } = "";

    /// <summary>How long to try to be admitted.</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for a coordinator that has fallen silent. Default: 60 s.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Tells the user, a line each.</summary>
    public required Action<string> Note { get; init; }

    /// <summary>Told of each worker that the coordinator has taken in, once, by the name that it has in the run.</summary>
    public Action<WorkerId> Joined { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Why a worker node ended.</summary>
public enum NodeEnd
{
    RunEnded,

    /// <summary>The run has failed, which was no fault of this node.</summary>
    RunFailed,

    /// <summary>It was asked to, and its workers have been released.</summary>
    Drained,

    /// <summary>The coordinator or the node itself found that they can't work together.</summary>
    Refused,

    /// <summary>No coordinator answered from the start.</summary>
    NoCoordinator,

    Failed,
}

public sealed record NodeOutcome(NodeEnd End, string Reason);
