using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Trials;

/// <summary>A run's own first steps with its penalties, by one replica.</summary>
internal static class Steps
{
    /// <summary>What holds on to a graph of the first step fails at the second.</summary>
    private const int Count = 2;

    /// <exception cref="NetworkException">A network threw.</exception>
    public static Finding? Of(RunConfiguration run, Family family, string g, string d)
    {
        run = run with { DSteps = 1 };
        using var replica = new GanReplica(run, family, new MadeSamples(run, family.Classes), HostMemory.Instance);
        using var gradientD = replica.Rent(replica.Lengths.Discriminator);
        using var gradientG = replica.Rent(replica.Lengths.Generator);
        for (var step = 0; step < Count; step++)
        {
            replica.DiscriminatorGradient(step, 0, 0, gradientD.Memory);
            if (!Finite.Within(gradientD.Memory.Span))
            {
                return NotFinite(d);
            }

            replica.DiscriminatorStep(step, 0, gradientD.Memory);
            replica.GeneratorGradient(step, 0, gradientG.Memory);
            if (!Finite.Within(gradientG.Memory.Span))
            {
                return NotFinite(g);
            }

            replica.GeneratorStep(step, gradientG.Memory);
        }

        return null;

        static Finding NotFinite(string name) => Finding.Refusal(
            $"{name} has gradients that are not finite at its first weights: see that none of it is divided by zero or "
            + "has a root of zero");
    }
}
