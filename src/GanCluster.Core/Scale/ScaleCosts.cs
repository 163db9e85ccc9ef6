namespace GanCluster.Core.Scale;

/// <summary>What a run over many devices is made of. What devices and networks do is assumed, what coordination costs was
/// measured.</summary>
public sealed record ScaleCosts
{
    /// <summary>Of a device for a step of its replicas, D's and G's updates, without an exchange. Assumed.</summary>
    public double StepSeconds { get; init; } = 0.1;

    /// <summary>Spread of that time by its mean, from step to step and device to device. Assumed.</summary>
    public double StepSpread { get; init; } = 0.02;

    /// <summary>Weights of both networks. Assumed: a DCGAN of 64 x 64 pixels has about 6 million.</summary>
    public double Weights { get; init; } = 6_300_000;

    /// <summary>Sums a step in <c>gradients</c>: D's and G's.</summary>
    public int SumsPerStep { get; init; } = 2;

    /// <summary>Of each node's network, either way at once. Assumed to be reached in full between any two halves of the
    /// nodes.</summary>
    public double BitsPerSecond { get; init; } = 100e9;

    public int DevicesPerNode { get; init; } = 8;

    /// <summary>From one node's memory to another's, for no bytes. Assumed.</summary>
    public double LatencySeconds { get; init; } = 50e-6;

    /// <summary>Of a processor for each slice that it sends or receives. Assumed.</summary>
    public double SliceSeconds { get; init; } = 10e-6;

    /// <summary>Bytes of operands that a node adds in a second. Assumed: a few cores' memory bandwidth.</summary>
    public double AddedBytesPerSecond { get; init; } = 20e9;

    /// <summary>Between the last report of a round and the last assignment of the next, whatever the size, and for each worker.
    /// Measured by <c>bench scale</c> on two cores.</summary>
    public double TurnSeconds { get; init; } = 0.001;

    /// <inheritdoc cref="TurnSeconds"/>
    public double TurnSecondsPerWorker { get; init; } = 20e-6;

    /// <summary>How long a round of <c>gradients</c> is.</summary>
    public double RoundSeconds { get; init; } = 1;

    /// <summary>K of <c>parameters</c>.</summary>
    public int SyncEvery { get; init; } = 20;
}
