using GanCluster.Core.Noise;

namespace GanCluster.Training.Networks;

/// <summary>Which pass through a network it is in a step of training. The values are part of results: never renumber.</summary>
internal enum NoisePass
{
    Generator = 1,
    RealForDiscriminator = 2,
    FakeForDiscriminator = 3,
    Between = 4,
    RealForGenerator = 5,
    FakeForGenerator = 6,
}

/// <summary>
/// Which samples the network that this thread runs is given, by which its modules draw their noise: so it is the same whoever
/// computes, and however samples are put together to batches.
/// </summary>
internal sealed class NoisePlace
{
    /// <summary>Above every <see cref="NoisePass"/>.</summary>
    private const ulong AtRest = 64;
    private const int PassAt = 40;

    /// <summary>Outside of a run: the samples 0, 1, ... of seed 0.</summary>
    private static readonly NoisePlace Nowhere = new(seed: 0, first: 0, count: null, isTraining: true, [0]);

    [ThreadStatic]
    private static NoisePlace? _current;

    private readonly ulong _seed;
    private readonly long _first;
    private readonly int? _count;
    private readonly ulong[] _passes;

    private NoisePlace(ulong seed, long first, int? count, bool isTraining, ulong[] passes)
    {
        (_seed, _first, _count, IsTraining, _passes) = (seed, first, count, isTraining, passes);
    }

    public static NoisePlace Current => _current ?? Nowhere;

    /// <summary>Whether modules drop what they only drop in training.</summary>
    public bool IsTraining { get; }

    /// <summary>Of a step, until it is disposed.</summary>
    /// <param name="first">The position in the run of the first sample.</param>
    /// <param name="count">Samples of each pass.</param>
    /// <param name="passes">What the batch holds, one after the other.</param>
    public static Entered Training(ulong seed, long first, int count, params ReadOnlySpan<NoisePass> passes) =>
        new(new NoisePlace(seed, first, count, isTraining: true, Array.ConvertAll(passes.ToArray(), pass => (ulong)pass)));

    /// <summary>Of a network at rest, until it is disposed.</summary>
    /// <param name="purpose">What the samples are drawn for.</param>
    /// <param name="first">The number of the first sample.</param>
    public static Entered Rest(ulong seed, NoisePurpose purpose, long first, int count) =>
        new(new NoisePlace(seed, first, count, isTraining: false, [AtRest + (ulong)purpose]));

    /// <param name="module">Its number among the network's.</param>
    /// <param name="fill">Draws elements from the first on.</param>
    /// <param name="batch">Samples: of the batch's first dimension, unless the network was told how many it is given.</param>
    /// <returns>The values of a tensor of so many, sample after sample.</returns>
    /// <exception cref="InvalidOperationException">They are no whole number for each sample.</exception>
    public float[] Draw(NoisePurpose purpose, uint module, long values, long batch, Fill fill)
    {
        var samples = _count is { } count ? count * _passes.Length : batch;
        if (samples == 0 || values % samples != 0)
        {
            throw new InvalidOperationException($"a module that draws noise by position is given a tensor of {values} values, "
                + $"which is no multiple of the {samples} samples");
        }

        var drawn = new float[values];
        var (each, of) = (values / samples, (int)(values / _passes.Length));
        for (var pass = 0; pass < _passes.Length; pass++)
        {
            var stream = NoiseStream.Of(purpose, (_passes[pass] << PassAt) | module);
            fill(_seed, stream, checked((ulong)(_first * each)), drawn.AsSpan(pass * of, of));
        }

        return drawn;
    }

    internal delegate void Fill(ulong seed, NoiseStream stream, ulong first, Span<float> values);

    internal readonly ref struct Entered
    {
        private readonly NoisePlace? _before;

        public Entered(NoisePlace place)
        {
            _before = _current;
            _current = place;
        }

        public void Dispose() => _current = _before;
    }
}
