namespace GanCluster.Training.Measures;

/// <summary>
/// How two sets of samples cover each other, by balls to the k-th nearest neighbour. Precision and recall: Kynkäänniemi et al.,
/// "Improved precision and recall metric for assessing generative models" (2019), k = 3. Density and coverage: Naeem et al.,
/// "Reliable fidelity and diversity metrics for generative models" (2020), k = 5.
/// </summary>
/// <param name="Precision">Generated samples in some real sample's ball, of all.</param>
/// <param name="Recall">Real samples in some generated sample's ball, of all.</param>
/// <param name="Density">Real balls that a generated sample lies in, on average, over k: may exceed 1.</param>
/// <param name="Coverage">Real samples whose ball holds a generated sample, of all.</param>
public sealed record ManifoldMeasures(double Precision, double Recall, double Density, double Coverage)
{
    private const int PrecisionK = 3;
    private const int DensityK = 5;

    public static ManifoldMeasures Of(NeighbourBalls real, NeighbourBalls generated)
    {
        var (m, n) = (generated.Samples.Count, real.Samples.Count);
        var (precise, inBalls) = (0L, 0L);
        var (recalled, covered) = (new bool[n], new bool[n]);
        SquaredDistances.ForEachRow(generated.Samples, real.Samples, (i, distances) =>
        {
            var isPrecise = false;
            var reach = generated.SquaredRadius(i, PrecisionK);
            for (var j = 0; j < n; j++)
            {
                isPrecise |= distances[j] <= real.SquaredRadius(j, PrecisionK);
                recalled[j] |= distances[j] <= reach;
                if (distances[j] <= real.SquaredRadius(j, DensityK))
                {
                    inBalls++;
                    covered[j] = true;
                }
            }

            precise += isPrecise ? 1 : 0;
        });
        return new ManifoldMeasures(
            (double)precise / m,
            (double)recalled.Count(r => r) / n,
            (double)inBalls / DensityK / m,
            (double)covered.Count(c => c) / n);
    }
}
