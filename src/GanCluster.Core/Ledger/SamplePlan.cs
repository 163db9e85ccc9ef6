namespace GanCluster.Core.Ledger;

/// <summary>
/// Which positions of the endless sequence of samples a replica reads:
/// image i of the discriminator's update j in a step has position ((step * D + j) * R + r) * batch + i.
/// </summary>
public sealed record SamplePlan
{
    public SamplePlan(int replicas, int batch, int discriminatorSteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicas);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(discriminatorSteps);
        Replicas = replicas;
        Batch = batch;
        DiscriminatorSteps = discriminatorSteps;
    }

    public int Replicas { get; }

    public int Batch { get; }

    public int DiscriminatorSteps { get; }

    private long Stride => (long)Replicas * Batch;

    /// <summary>The position of a replica's first image in update <paramref name="j"/> of a step; the batch follows it.</summary>
    public long First(long step, int j, int replica) => ((((step * DiscriminatorSteps) + j) * Replicas) + replica) * Batch;

    /// <summary>Real images that all replicas' discriminators see in so many steps.</summary>
    public long Images(long steps) => steps * DiscriminatorSteps * Stride;

    /// <summary>What one replica reads in a round, as <see cref="ReadLog"/> would have recorded it.</summary>
    public ReadRuns Reads(long firstStep, int steps, int replica) =>
        ReadRuns.Regular(First(firstStep, 0, replica), Batch, Stride, (long)steps * DiscriminatorSteps);

    /// <summary>Who reads a position.</summary>
    public int ReplicaOf(long position) => (int)(position / Batch % Replicas);

    /// <summary>How many its replica has read before it, whatever happened to workers: from 0.</summary>
    public long NumberOf(long position) => (position / Stride * Batch) + (position % Batch);

    internal (long Step, int Replica) OwnerOf(long position) =>
        (position / (Stride * DiscriminatorSteps), ReplicaOf(position));
}
