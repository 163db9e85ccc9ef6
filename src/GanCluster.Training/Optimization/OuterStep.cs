using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Optimization;

/// <inheritdoc cref="OuterOptions"/>
internal static class OuterStep
{
    private static readonly OuterOptions None = new();

    /// <param name="mean">The replicas' mean of a network's weights, which becomes the next version's.</param>
    /// <param name="begun">What the round began with.</param>
    /// <param name="momentum">Becomes the next version's; null: there is none.</param>
    /// <param name="before">The momentum that the round began with.</param>
    public static void Take(Tensor mean, Tensor begun, Tensor? momentum, Tensor? before, OuterOptions outer)
    {
        if (outer == None)
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var behind = begun - mean;
        if (momentum is not null)
        {
            momentum.copy_(before!).mul_(outer.Momentum).add_(behind);
            behind.add_(momentum, alpha: outer.Momentum);
        }

        mean.copy_(begun).add_(behind, alpha: -outer.Rate);
    }
}
