using static TorchSharp.torch;

namespace GanCluster.Training.Objectives;

/// <summary>
/// Penalties on the slopes of D's score at its input, differentiable once more: their gradients by the weights are second-order.
/// </summary>
internal static class SlopePenalties
{
    /// <summary>Under the root of a norm, so that a slope of zero has a gradient.</summary>
    private const double Tiny = 1e-12;

    /// <summary>|d score_i / d x_i|^2 as (N).</summary>
    /// <param name="scores">(N)</param>
    /// <param name="x">A leaf, or what the scores were computed from: as many samples as scores, or some whole packs.</param>
    public static Tensor SquaredSlopes(Tensor scores, Tensor x)
    {
        var slopes = autograd.grad([scores.sum()], [x], retain_graph: true, create_graph: true)[0];
        return Squared(slopes, scores.shape[0]);
    }

    /// <summary>The same of slopes that are known.</summary>
    public static Tensor Squared(Tensor slopes, long scores) => slopes.square().reshape(scores, -1).sum(1);

    /// <summary>R1 on real samples, R2 on generated ones (Mescheder et al., 2018): gamma / 2 x E|grad|^2.</summary>
    public static Tensor ZeroCentred(Tensor squaredSlopes, double gamma) => squaredSlopes.mean() * (gamma / 2);

    /// <summary>The gradient penalty of WGAN-GP (Gulrajani et al., 2017, equation 3): lambda x E(|grad| - 1)^2.</summary>
    public static Tensor OneCentred(Tensor squaredSlopes, double lambda) =>
        ((squaredSlopes + Tiny).sqrt() - 1).square().mean() * lambda;
}
