using GanCluster.Core.Hashing;

namespace GanCluster.Core.Workers;

/// <summary>The Euclidean norms of a probe's gradients.</summary>
public readonly record struct ProbeNorms(double Discriminator, double Generator)
{
    /// <summary>Of a norm: single precision added up in another order, and no more.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>Whether sound devices may have made both. False for what is no number.</summary>
    public bool IsCloseTo(ProbeNorms other) => ApartFrom(other) <= Tolerance;

    /// <summary>How far the norms lie apart at most, as a share of the larger.</summary>
    public double ApartFrom(ProbeNorms other) =>
        Math.Max(Apart(Discriminator, other.Discriminator), Apart(Generator, other.Generator));

    private static double Apart(double one, double other) =>
        Math.Abs(one - other) / Math.Max(double.Epsilon, Math.Max(Math.Abs(one), Math.Abs(other)));
}

/// <summary>One step from the version that a run began from: equal hashes mean equal kernels and weights.</summary>
public static class Probe
{
    /// <param name="replica">Its committed version stays as it is.</param>
    public static (Hash128 Hash, ProbeNorms Norms) Of(IReplica replica)
    {
        using var discriminator = replica.Rent(replica.Lengths.Discriminator);
        using var generator = replica.Rent(replica.Lengths.Generator);
        replica.Begin();
        replica.DiscriminatorGradient(0, 0, 0, discriminator.Memory);
        var ofD = Norms.Of(discriminator.Memory.Span);
        replica.DiscriminatorStep(0, 0, discriminator.Memory);
        replica.GeneratorGradient(0, 0, generator.Memory);
        var ofG = Norms.Of(generator.Memory.Span);
        replica.GeneratorStep(0, generator.Memory);
        return (replica.Hash(), new ProbeNorms(ofD, ofG));
    }
}
