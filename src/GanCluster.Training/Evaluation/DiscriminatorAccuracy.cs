namespace GanCluster.Training.Evaluation;

/// <summary>How well D tells real samples from generated ones. An indicator, never a reason to stop.</summary>
public static class DiscriminatorAccuracy
{
    /// <summary>The mean of what D gets right of either kind: 1/2 when it can no longer tell.</summary>
    public static double Of(float[] real, float[] generated, double boundary) =>
        (ShareAbove(real, boundary) + 1 - ShareAbove(generated, boundary)) / 2;

    public static double ShareAbove(float[] scores, double boundary) =>
        (double)scores.Count(score => score > boundary) / scores.Length;

    /// <summary>
    /// Of all pairs of a real and a generated sample the share in which the real one has the higher score, equal ones by half:
    /// the area under the ROC curve. It needs no boundary, so it is what a relativistic or a Wasserstein D is right about.
    /// </summary>
    public static double Separation(float[] real, float[] generated)
    {
        float[] sorted = [.. generated.Order()];
        var pairs = 0d;
        foreach (var score in real)
        {
            pairs += (First(sorted, other => other >= score) + First(sorted, other => other > score)) / 2d;
        }

        return pairs / ((double)real.Length * generated.Length);
    }

    private static int First(float[] sorted, Func<float, bool> holds)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = holds(sorted[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
