using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Wire;

/// <summary>What coordinator nodes of a run have to have in common.</summary>
/// <param name="Peers">The list, as HOST:PORT, in its order.</param>
/// <param name="ConfigurationHash">Of the run.</param>
/// <param name="TargetStep">At which it ends.</param>
public sealed record PeerTerms(
    int ProtocolVersion, ImmutableArray<CoordinatorId> Peers, string Run, string ConfigurationHash, long TargetStep);

/// <summary>Coordinator node to the others, until each has answered: what it goes by.</summary>
/// <param name="Data">Where its data plane listens; null: not known.</param>
public sealed record PeerHello(CoordinatorId From, PeerTerms Terms, Endpoint? Data = null) : IClusterMessage;

/// <summary>To the one that said it: they can work together, or, with a reason, can't.</summary>
/// <inheritdoc cref="PeerHello"/>
public sealed record PeerAnswer(CoordinatorId From, string? Reason, Endpoint? Data = null) : IClusterMessage;

/// <summary>Coordinator to a node's journal.</summary>
/// <param name="Part">With a row that the journal may lack: what its disk keeps of it.</param>
public sealed record JournalRequest(CoordinatorId From, IJournalRequest Request, RowPart? Part = null) : IClusterMessage;

/// <summary>A journal to the coordinator that asked.</summary>
/// <param name="Part">With a row that was asked for.</param>
public sealed record JournalAnswer(IJournalAnswer Answer, RowPart? Part = null) : IClusterMessage;

/// <summary>A round's record with some of its contributions, so that no message grows with the number of replicas.</summary>
public sealed record RowPart(RowRecord Record, int Piece, int Pieces);

/// <summary>The acting coordinator to the others: its node has a copy of the version, which they may fetch. A
/// checkpoint it tells again until a majority has it.</summary>
/// <param name="IsCheckpoint">It is a checkpoint, and not only what the run may have to go back to.</param>
public sealed record CopyKept(long Office, RunPosition At, int Course, bool IsCheckpoint, Endpoint Source) : IClusterMessage;

/// <summary>To the acting coordinator: this node has the copy on its disk.</summary>
public sealed record CopyHeld(CoordinatorId From, long Office, int Course, long Step) : IClusterMessage;

/// <summary>The acting coordinator to the others, every second.</summary>
public sealed record PeerActs(CoordinatorId From, long Office) : IClusterMessage;

/// <summary>The acting coordinator to the others: it hands over.</summary>
public sealed record PeerLeaving(CoordinatorId From) : IClusterMessage;

/// <summary>A coordinator node that was asked to end the run, to the others: whoever acts ends it.</summary>
public sealed record PeerStop(string Reason) : IClusterMessage;

/// <summary>The acting coordinator to the others: the run is over.</summary>
public sealed record PeersEnded(CoordinatorId From, long Office, bool Succeeded, string Reason, RunPosition At) : IClusterMessage;
