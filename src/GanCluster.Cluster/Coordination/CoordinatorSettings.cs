using GanCluster.Cluster.Wire;
using GanCluster.Core.Health;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>What a coordinator goes by, for one run.</summary>
public sealed record CoordinatorSettings
{
    public required RoundOptions Options { get; init; }

    public required RunConfiguration Configuration { get; init; }

    /// <summary>Step, version and round to go on from; zeros and round 1 for a new run.</summary>
    public (long Step, long Version, long Round) Start { get; init; } = (0, 0, 1);

    /// <summary>Null: nothing of the run outlives this process, and it goes by <see cref="Start"/>.</summary>
    public CoordinatorOffice? Office { get; init; }

    /// <summary>Roll-backs made before <see cref="Start"/>.</summary>
    public int Course { get; init; }

    /// <summary>What the checks up to <see cref="Start"/> have shown.</summary>
    public CourseHealth Health { get; init; } = CourseHealth.Start;

    /// <summary>What becomes of the checks after it.</summary>
    public CheckFeed Checks { get; init; } = new();

    /// <summary>Who is to leave.</summary>
    public DrainDesk Drains { get; init; } = new();

    /// <summary>What <see cref="Data"/> is to offer.</summary>
    public OwnVersions Versions { get; init; } = new(start: null);

    /// <summary>Of the samples that the run reads, in lower-case hexadecimal; every node must have the same. Nodes may join
    /// before it is known, but none is welcome.</summary>
    public required Task<string> DataSha256 { get; init; }

    /// <summary>The library and instruction set of this node, which checkpoints name.</summary>
    public required string Kernels { get; init; }

    public required IDataPlane Data { get; init; }

    public required IRunObserver Observer { get; init; }

    /// <summary>Empty where there is none, on loopback.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>Sent to nodes that are admitted if there is no secret; otherwise empty.</summary>
    public byte[] DataKey { get; init; } = [];

    /// <summary>Workers of the run at most. Default: as many as a message has room for.</summary>
    internal int MostWorkers { get; init; } = Protocol.MostWorkers;

    /// <summary>Ends the run so long after its first attempt was opened; null: at the target step.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>Receives the outcome once everything before it is recorded, or the failure of the record.</summary>
    public required TaskCompletionSource<RunOutcome> Completion { get; init; }

    /// <summary>Tells the user, a line each.</summary>
    public required Action<string> Note { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Of coordinator and parameter averaging; null: nobody asks.</summary>
    internal BusyTime? Busy { get; init; }
}
