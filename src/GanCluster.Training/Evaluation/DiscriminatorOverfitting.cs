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
    /// <returns>Within 0 and 1; 0 where D scores training images no higher than generated ones, for then it has learnt nothing.</returns>
    public static double Of(float[] trained, float[] heldOut, float[] generated)
    {
        var (high, low) = (trained.Average(score => (double)score), generated.Average(score => (double)score));
        return high > low ? Math.Clamp((high - heldOut.Average(score => (double)score)) / (high - low), 0, 1) : 0;
    }

    /// <summary>r_t, the mean sign of D's scores of training images: 0 when it can't tell, 1 when it is sure of all. ADA aims at
    /// 0.6.</summary>
    public static double MeanSign(float[] scores, double boundary) => scores.Average(score => (double)Math.Sign(score - boundary));
}
