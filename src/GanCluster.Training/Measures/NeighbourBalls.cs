namespace GanCluster.Training.Measures;

/// <summary>A set of samples, each with a ball that reaches to its k-th nearest other sample.</summary>
public sealed class NeighbourBalls
{
    private const int Nearest = 5;
    private readonly double[] _squares;

    /// <exception cref="ArgumentException">Fewer than six samples: one has no fifth neighbour.</exception>
    public NeighbourBalls(SampleMatrix samples)
    {
        if (samples.Count <= Nearest)
        {
            throw new ArgumentException($"{samples.Count} samples have no {Nearest} neighbours each");
        }

        Samples = samples;
        _squares = new double[samples.Count * Nearest];
        SquaredDistances.ForEachRow(samples, samples, (i, distances) =>
        {
            distances[i] = double.PositiveInfinity;
            Smallest(distances, _squares.AsSpan(i * Nearest, Nearest));
        });
    }

    public SampleMatrix Samples { get; }

    /// <summary>The squared radius of a sample's ball.</summary>
    /// <param name="k">1 to 5.</param>
    public double SquaredRadius(int sample, int k) => _squares[(sample * Nearest) + k - 1];

    /// <summary>The smallest values in ascending order.</summary>
    private static void Smallest(ReadOnlySpan<double> values, Span<double> smallest)
    {
        smallest.Fill(double.PositiveInfinity);
        foreach (var value in values)
        {
            if (value >= smallest[^1])
            {
                continue;
            }

            var place = smallest.Length - 1;
            for (; place > 0 && smallest[place - 1] > value; place--)
            {
                smallest[place] = smallest[place - 1];
            }

            smallest[place] = value;
        }
    }
}
