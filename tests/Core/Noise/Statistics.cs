namespace GanCluster.Core.Tests.Noise;

internal static class Statistics
{
    /// <summary>Pearson's statistic of the counts of so many equally likely cells; cells beyond those given have none.</summary>
    public static double ChiSquare(IReadOnlyCollection<int> counts, int cells)
    {
        var expected = counts.Sum() / (double)cells;
        return counts.Sum(count => (count - expected) * (count - expected) / expected) + ((cells - counts.Count) * expected);
    }
}
