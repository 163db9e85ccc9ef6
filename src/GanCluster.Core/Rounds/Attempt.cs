using System.Collections.Immutable;
using GanCluster.Core.Hashing;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Rounds;

/// <summary>A try at a round, as the coordinator opens it: who computes which replicas over which steps, from which
/// version.</summary>
/// <param name="Patience">A participant that has shown no life for so long is given up.</param>
/// <param name="Course">Of the version, and of the steps.</param>
/// <param name="Recorded">What the round had when it was committed before, if nobody is left that holds it.</param>
public sealed record Attempt(
    AttemptId Id,
    long Version,
    StepSpan Steps,
    ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>> Ranges,
    TimeSpan Patience,
    Hash128? Recorded = null,
    int Course = 0);

/// <summary>Parameter averaging to coordinator: the attempt is over, in one of two ways.</summary>
public interface IAttemptEnd : IRunEvent
{
    AttemptId Id { get; }
}

/// <summary>Every participant holds the same bits: they are the run's next version.</summary>
public sealed record AttemptCommitted(Committed Commit, RoundRecord Record) : IAttemptEnd
{
    public AttemptId Id => Commit.Id;
}

/// <summary>Its participants have been told to drop whatever they hold of it.</summary>
public sealed record AttemptAbandoned(AttemptId Id, string Reason, AttemptFault Fault) : IAttemptEnd;

/// <summary>What is to be made of an attempt that came to nothing.</summary>
public abstract record AttemptFault
{
    /// <summary>The coordinator ended it, and knows why.</summary>
    public sealed record Ended : AttemptFault
    {
        public static readonly Ended Instance = new();
    }

    /// <summary>An exchange broke though every participant seemed alive.</summary>
    /// <param name="Suspect">Who could not be reached, if it is known.</param>
    public sealed record Broken(WorkerId? Suspect) : AttemptFault;

    /// <summary>One participant is at fault, and is to be counted as lost.</summary>
    /// <param name="ForGood">What it computes can't be trusted.</param>
    public sealed record OfWorker(WorkerId Worker, string Reason, bool ForGood) : AttemptFault;

    /// <summary>A sum that is not finite: whoever computes these steps gets the same.</summary>
    public sealed record Diverged : AttemptFault
    {
        public static readonly Diverged Instance = new();
    }

    /// <summary>No other attempt would end otherwise.</summary>
    public sealed record OfRun : AttemptFault
    {
        public static readonly OfRun Instance = new();
    }
}

/// <summary>A committed round, as run.db keeps it.</summary>
/// <param name="IsRedone">It was committed before, with the same hash.</param>
public sealed record RoundRecord(
    AttemptId Id,
    long Version,
    StepSpan Steps,
    TimeSpan Duration,
    ReplicaStatistics Statistics,
    ImmutableArray<Combined> Reports,
    bool IsRedone = false,
    int Course = 0);
