using GanCluster.Core.Rounds;

namespace GanCluster.Core.Workers;

/// <summary>Ends an attempt in the middle of its steps. All its participants throw it at the same place.</summary>
internal sealed class DivergedException(Divergence where) : Exception(where.ToString())
{
    public Divergence Where { get; } = where;

    public static void ThrowUnlessGradient(long step, NetworkKind network, ReadOnlySpan<float> sum)
    {
        if (!Finite.Within(sum, Finite.LargestGradient))
        {
            throw new DivergedException(new Divergence(step, network, DivergedPart.Gradient));
        }
    }

    /// <summary>Finite gradients can make weights that are not: by their number, or by a root of zero.</summary>
    public static void ThrowUnlessWeights(long step, NetworkKind network, IReplica replica)
    {
        if (!replica.IsFinite(network))
        {
            throw new DivergedException(new Divergence(step, network, DivergedPart.Weights));
        }
    }
}
