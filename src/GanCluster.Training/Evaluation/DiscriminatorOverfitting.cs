namespace GanCluster.Training.Evaluation;

/// <summary>
/// Whether D knows its training images by heart, of which a small set dies: the two heuristics of Karras et al., "Training generative
/// adversarial networks with limited data", 2020, equation 1. Indicators for people; augmentation that adapts goes by
/// its own, over the images as D sees them.
/// </summary>
public static class DiscriminatorOverfitting
{
    /// <summary>
    /// r_v, the part of the way from training images to generated ones at which D's mean score has held-out ones: 0 when it takes
    /// them for training images, 1 when it takes them for generated ones. It needs no boundary.
    /// </summary>
    /// <returns>Within 0 and 1; 0 where D scores training images no higher than generated ones, for then it has learnt nothing; not a
    /// number where there are too few images for a score, as of packs.</returns>
    public static double Of(float[] trained, float[] heldOut, float[] generated)
    {
        var (high, between, low) = (Mean(trained), Mean(heldOut), Mean(generated));
        return high <= low ? 0 : Math.Clamp((high - between) / (high - low), 0, 1);
    }

    /// <summary>r_t, the mean sign of D's scores of training images: 0 when it can't tell, 1 when it is sure of all. ADA aims at
    /// 0.6.</summary>
    public static double MeanSign(float[] scores, double boundary) => Mean(scores.Select(score => (double)Math.Sign(score - boundary)));

    private static double Mean(float[] scores) => Mean(scores.Select(score => (double)score));

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
