namespace GanCluster.Core.Health;

internal static class Medians
{
    /// <param name="values">At least one. Of an even number it is the mean of the two in the middle.</param>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>The median of the distances from the median.</summary>
    public static double Deviation(IReadOnlyCollection<double> values, double median) =>
        Of(values.Select(value => Math.Abs(value - median)));
}
