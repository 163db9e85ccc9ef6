using System.Collections.Immutable;
using Akka.Actor;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>A worker and where it is.</summary>
internal sealed record Participant(WorkerId Id, IActorRef Actor, Endpoint Data);

/// <summary>What coordinator and parameter averaging tell each other; nothing of it leaves the process.</summary>
internal static class Averaging
{
    /// <summary>Have these compute the attempt.</summary>
    internal sealed record Open(Attempt Attempt, ImmutableArray<Participant> Participants) : INoSerializationVerificationNeeded;

    /// <summary>Have the attempt come to nothing, unless it is over already.</summary>
    internal sealed record End(EndAttempt Order) : INoSerializationVerificationNeeded;

    /// <summary>To a worker that was not known before: the office has begun.</summary>
    internal sealed record Greet(Participant Worker) : INoSerializationVerificationNeeded;

    /// <summary>To the journal: nobody is told of the commit before.</summary>
    internal sealed record Write(RoundRecord Record) : INoSerializationVerificationNeeded;

    /// <summary>From the journal.</summary>
    internal sealed record Written(AttemptId Id) : INoSerializationVerificationNeeded;

    /// <summary>From the coordinator to its parent: have a majority of journals write it.</summary>
    internal sealed record WriteHealth(HealthWord Word, RunId Run, long Term) : INoSerializationVerificationNeeded;

    /// <summary>From the coordinator to its parent: the node has the version of a check on its disk.</summary>
    internal sealed record Saved(int Course, long Step) : INoSerializationVerificationNeeded;

    /// <summary>From the coordinator to its parent: have a majority confirm that it still acts.</summary>
    internal sealed record Confirm : INoSerializationVerificationNeeded
    {
        public static readonly Confirm Instance = new();
    }

    /// <summary>To the coordinator: a majority has.</summary>
    internal sealed record Confirmed : INoSerializationVerificationNeeded
    {
        public static readonly Confirmed Instance = new();
    }

    /// <summary>To the coordinator: the attempt is over.</summary>
    internal sealed record Ended(IAttemptEnd How) : INoSerializationVerificationNeeded;

    /// <summary>Have the worker load the version at the step from the source, and join again with it.</summary>
    internal sealed record Heal(Participant Worker, Participant Source, long Step, int Course) : INoSerializationVerificationNeeded;

    /// <summary>Bring the version here, for the record.</summary>
    internal sealed record Copy(Participant Worker, long Step, SnapshotPurpose Purpose, RunState State)
        : INoSerializationVerificationNeeded;

    /// <summary>To the coordinator: the copy is here.</summary>
    internal sealed record Copied(Copy Order, VersionSnapshot Version) : INoSerializationVerificationNeeded;

    /// <summary>To the coordinator: the copy could not be had.</summary>
    internal sealed record NotCopied(Copy Order, string Reason) : INoSerializationVerificationNeeded;
}
