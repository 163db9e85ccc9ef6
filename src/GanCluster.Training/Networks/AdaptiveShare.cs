using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// The share of augmented images, a part of the version: every step of D changes it by what all replicas' real images show together, so
/// that it is the same whoever computes.
/// </summary>
internal static class AdaptiveShare
{
    private static readonly ParameterLayout One = Made();
    private static readonly ParameterLayout None = ParameterLayout.Of([]);

    /// <summary>One number, <c>share</c>; none unless it adapts.</summary>
    public static ParameterLayout LayoutOf(AdaptiveOptions options) => options.Target > 0 ? One : None;

    /// <summary>Of a batch of each replica's.</summary>
    /// <param name="share">(1), which is changed.</param>
    /// <param name="sign">(1): the mean sign of D's scores of real images.</param>
    public static void Follow(Tensor share, Tensor sign, RunConfiguration run)
    {
        var step = (double)run.Replicas * run.Batch / run.Adaptive.Images;
        share.add_((sign - run.Adaptive.Target).sign_(), alpha: step).clamp_(0, 1);
    }

    private static ParameterLayout Made()
    {
        using var share = zeros(1);
        return ParameterLayout.Of([("share", share)]);
    }
}
