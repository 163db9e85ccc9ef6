using GanCluster.Core.Observers;
using GanCluster.Node.Http;
using GanCluster.Node.Runs;
using GanCluster.Training.Data;

namespace GanCluster.Node.Training;

/// <summary>Runs the rounds of a run to their end, in this process or over nodes.</summary>
/// <param name="folder">The run's.</param>
/// <param name="start">The version to go on from; null for a new run.</param>
/// <param name="seconds">Stops after so long; null: at the target step.</param>
internal delegate RunOutcome RunRounds(
    RunRequest request,
    string folder,
    IDataSource data,
    ResumePoint? start,
    IRunObserver observer,
    NodeTelemetry telemetry,
    double? seconds,
    CancellationToken stop);
