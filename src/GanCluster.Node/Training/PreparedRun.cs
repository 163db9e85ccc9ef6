using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Peers;
using GanCluster.Core.Health;
using GanCluster.Core.Observers;
using GanCluster.Core.Workers;
using GanCluster.Node.Http;
using GanCluster.Node.Runs;
using GanCluster.Training.Data;

namespace GanCluster.Node.Training;

/// <summary>A run whose samples are found and whose folder is this process's; nothing is computed yet.</summary>
/// <param name="HeldOut">What no replica reads; null where the data has none.</param>
/// <param name="Start">The version that its workers begin with; null: the one that follows from the configuration.</param>
/// <param name="Seconds">Stops after so long; null: at the target step.</param>
internal sealed record PreparedRun(
    RunRequest Request,
    string Folder,
    IDataSource Data,
    IDataSource? HeldOut,
    ResumePoint? Start,
    double? Seconds,
    NodeTelemetry Telemetry)
{
    /// <summary>What this process takes over, if workers may have outlived the one before; null: the run is all in this one.</summary>
    internal RunOffice? Office { get; init; }

    /// <summary>The newest version in the folder of a coordinator node that is one of several; null: there is none.</summary>
    internal ResumePoint? Copy { get; init; }

    /// <summary>Told what such a node is to the run at the moment.</summary>
    internal Action<PeerStanding> Stands { get; init; } = _ => { };

    /// <summary>Brings the coordinator what the run's checks show.</summary>
    internal CheckFeed Checks { get; init; } = new();

    /// <summary>Takes the coordinator who is to leave.</summary>
    internal DrainDesk Drains { get; init; } = new();

    /// <summary>What they have shown up to the start.</summary>
    internal CourseHealth Health { get; init; } = CourseHealth.Start;

    /// <summary>What the next roll-back would go to; null: the run makes none.</summary>
    internal VersionSnapshot? Healthy { get; init; }
}

/// <summary>Who computes a run's rounds: this process, or nodes.</summary>
internal interface IRounds
{
    /// <summary>Whether workers compute in this process.</summary>
    bool ComputesHere { get; }

    /// <summary>Of its nodes; empty where there is none.</summary>
    byte[] Secret => [];

    /// <summary>Whether other processes may coordinate the run as well.</summary>
    bool IsOneOfSeveral => false;

    /// <returns>When the run has ended.</returns>
    RoundsEnd Run(PreparedRun run, IRunObserver observer, CancellationToken stop);
}

/// <param name="Outcome">Null: this process has left, and the run goes on.</param>
/// <param name="By">Who coordinated at the end; null: this process.</param>
internal sealed record RoundsEnd(RunOutcome? Outcome, string? By = null);
