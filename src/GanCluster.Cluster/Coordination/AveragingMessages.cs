using System.Collections.Immutable;
using Akka.Actor;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Coordination;

/// <summary>A worker and where it is.</summary>
internal sealed record Participant(WorkerId Id, IActorRef Actor, Endpoint Data);

/// <summary>Coordinator to parameter averaging: what to do with the weights.</summary>
internal static class Averaging
{
    /// <summary>These take part in the attempt that is open now; reports of the one before are forgotten.</summary>
    internal sealed record Begin(ImmutableArray<Participant> Participants) : INoSerializationVerificationNeeded;

    internal sealed record Fence(AttemptFenced Order) : INoSerializationVerificationNeeded;

    internal sealed record Commit(Committed Order) : INoSerializationVerificationNeeded;

    /// <summary>Tell one worker how an attempt ended that it still speaks of.</summary>
    internal sealed record Answer(Participant Worker, IWorkerCommand Word) : INoSerializationVerificationNeeded;

    internal sealed record Heal(Participant Worker, LoadVersion Order, WorkerAddress Source) : INoSerializationVerificationNeeded;

    /// <summary>Bring the version here, for the record.</summary>
    internal sealed record Copy(Participant Worker, long Step, SnapshotPurpose Purpose, RunState State)
        : INoSerializationVerificationNeeded;

    /// <summary>To the coordinator: the copy could not be had.</summary>
    internal sealed record CopyFailed(WorkerId Worker, long Step, string Reason) : INoSerializationVerificationNeeded;
}
