using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Wire;

/// <summary>Parameter averaging to a worker. What it says about an attempt goes to whoever sent it.</summary>
/// <param name="Where">The data planes of the workers that the order names.</param>
public sealed record WorkerOrder(
    WorkerId Worker, IWorkerOrder Order, ImmutableArray<WorkerAddress> Where) : IClusterMessage;

public readonly record struct WorkerAddress(WorkerId Worker, Endpoint Data);

/// <summary>A worker's word to the coordinator or to the parameter averaging. A <see cref="Combined"/> goes in
/// <see cref="ReportPiece"/>s.</summary>
public sealed record WorkerEvent(IRunEvent Event) : IClusterMessage;

/// <summary>A report with some of its contributions, so that no message grows with the number of replicas.</summary>
public sealed record ReportPiece(Combined Report, int Piece, int Pieces) : IClusterMessage;
