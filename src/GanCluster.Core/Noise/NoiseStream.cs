namespace GanCluster.Core.Noise;

/// <summary>What random numbers are for. The values are part of every result: never renumber.</summary>
public enum NoisePurpose
{
    Weights = 1,
    Latent = 2,
    Mixture = 3,
    Order = 4,
    Sampling = 5,
    Evaluation = 6,
    Standing = 7,
    Augmentation = 8,
    Dropout = 9,
    Labels = 10,
    Interpolation = 11,
    ModuleNoise = 12,
    Course = 13,
    Stacking = 14,
}

/// <summary>One of 2^64 independent streams of a seed: the purpose in the top 8 bits, an id below.</summary>
public readonly record struct NoiseStream
{
    private const int IdBits = 56;

    private NoiseStream(ulong value)
    {
        Value = value;
    }

    public ulong Value { get; }

    /// <param name="purpose">Streams of different purposes never meet.</param>
    /// <param name="id">Below 2^56, such as a network, a layer or an epoch.</param>
    public static NoiseStream Of(NoisePurpose purpose, ulong id = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, 1UL << IdBits);
        return new NoiseStream(((ulong)purpose << IdBits) | id);
    }
}
