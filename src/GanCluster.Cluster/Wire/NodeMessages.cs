using System.Collections.Immutable;
using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Wire;

/// <summary>What may be sent between nodes; the serializer knows each by its manifest, and nothing else.</summary>
public interface IClusterMessage;

/// <summary>Worker node to coordinator: it wants to take part.</summary>
/// <param name="NodeKey">Drawn when the process began: the same after its network was gone for a while.</param>
/// <param name="ProtocolVersion">See <see cref="Protocol.Version"/>.</param>
/// <param name="ConfigurationHash">Of the run that it holds or will only work for; empty if any will do.</param>
/// <param name="Nonce">What the coordinator has to prove its knowledge of the secret over.</param>
public sealed record NodeJoining(
    string NodeKey,
    int ProtocolVersion,
    int Workers,
    string ConfigurationHash,
    ImmutableArray<byte> Nonce) : IClusterMessage;

/// <summary>Coordinator to node: prove that you know the secret.</summary>
public sealed record AdmissionChallenge(ImmutableArray<byte> Nonce) : IClusterMessage;

/// <summary>Node to coordinator.</summary>
/// <param name="Names">Those that its workers have had in the run, if they hold a version of it: the coordinator may be another
/// process than the one that gave them.</param>
public sealed record AdmissionProof(string NodeKey, ImmutableArray<byte> Mac, ImmutableArray<WorkerId> Names) : IClusterMessage;

/// <summary>Coordinator to node: this is the run, and these are your workers.</summary>
/// <param name="Mac">The coordinator's proof that it knows the secret.</param>
/// <param name="Configuration">The run's, as canonical JSON.</param>
/// <param name="DataKey">The data plane's key if there is no secret to derive it from (loopback only); otherwise empty.</param>
/// <param name="StartStep">The step of the version that the run began from, to be fetched before the probe; null: it follows from the
/// configuration. A newer one comes by healing.</param>
/// <param name="Source">Where it can be fetched.</param>
/// <param name="Term">With which the coordinator's office begins. What one of an earlier term says of the run counts no more.</param>
public sealed record NodeAdmitted(
    ImmutableArray<byte> Mac,
    string Run,
    string Configuration,
    ImmutableArray<WorkerId> Workers,
    ImmutableArray<byte> DataKey,
    long? StartStep,
    Endpoint Source,
    long Term) : IClusterMessage;

/// <summary>Either way: we will not work together, and why.</summary>
public sealed record NodeRefused(string NodeKey, string Reason) : IClusterMessage;

/// <summary>Node to coordinator: the bits of one step from the version that the run began from.</summary>
/// <param name="Hashes">What each of its devices made of it, in the workers' order.</param>
/// <param name="Kernels">The libtorch and instruction set that made them.</param>
/// <param name="DataSha256">Of the samples that the run reads there, in lower-case hexadecimal.</param>
/// <param name="Data">Where the node's data plane listens.</param>
/// <param name="Metrics">Where it serves /metrics, as HOST:PORT; empty: nowhere.</param>
public sealed record ProbeDone(
    string NodeKey, ImmutableArray<Hash128> Hashes, string Kernels, string DataSha256, Endpoint Data, string Metrics)
    : IClusterMessage
{
    /// <summary>The <see cref="Kind"/> of processors.</summary>
    public const string Processor = "cpu";

    /// <summary>Of its devices: <c>cpu</c>, or the GPUs' name.</summary>
    public string Kind { get; init; } = Processor;

    /// <summary>Of each device; GPUs are held against each other by these, for a driver may choose other kernels.</summary>
    public ImmutableArray<ProbeNorms> Norms { get; init; } = [];
}

/// <summary>Coordinator to node: the probe's bits are the run's; your workers may announce themselves.</summary>
public sealed record NodeWelcome : IClusterMessage
{
    public static readonly NodeWelcome Instance = new();
}

/// <summary>Node to coordinator, every few seconds; answered by <see cref="NodeKnown"/>, or by <see cref="RunEnded"/>
/// once the run is over.</summary>
public sealed record NodeAlive(string NodeKey) : IClusterMessage;

/// <param name="Known">False: the coordinator does not know the node, which should join anew.</param>
public sealed record NodeKnown(bool Known) : IClusterMessage;

/// <summary>Node to coordinator: it was asked to end and wants its workers released.</summary>
public sealed record NodeLeaving(string NodeKey) : IClusterMessage;

/// <summary>Coordinator to node: leave, as if you had been told to where you run.</summary>
/// <param name="Term">See <see cref="NodeAdmitted"/>.</param>
public sealed record NodeDrain(long Term) : IClusterMessage;

/// <summary>Coordinator to node: none of your workers has a part in the run any more.</summary>
/// <param name="Term">See <see cref="NodeAdmitted"/>.</param>
public sealed record NodeReleased(long Term) : IClusterMessage;

/// <summary>Coordinator to nodes: the run is over.</summary>
/// <param name="Term">See <see cref="NodeAdmitted"/>.</param>
public sealed record RunEnded(bool Succeeded, string Reason, long Term) : IClusterMessage;
