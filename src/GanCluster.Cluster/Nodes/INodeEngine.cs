using GanCluster.Cluster.Wire;
using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Nodes;

/// <summary>What computes on a worker node; the executable joins it to the actors.</summary>
public interface INodeEngine
{
    /// <summary>Loads libraries and data; nothing of them is needed before. Called once.</summary>
    /// <exception cref="Core.UserInputException">This node can't work for such a run.</exception>
    void Prepare(RunConfiguration configuration);

    /// <summary>The library and instruction set that the bits depend on, for people. After <see cref="Prepare"/>.</summary>
    string Kernels { get; }

    /// <summary>Of its devices: <c>cpu</c>, or the GPUs' name. After <see cref="Prepare"/>.</summary>
    string Kind => ProbeDone.Processor;

    /// <summary>Of the samples that the run reads here, in lower-case hexadecimal. After <see cref="Prepare"/>.</summary>
    string DataSha256 { get; }

    /// <summary>Called on the thread that will use it. After <see cref="Prepare"/>.</summary>
    /// <param name="index">Of the device, counted from 0.</param>
    IReplica CreateReplica(RunConfiguration configuration, WorkerId worker, int index);

    /// <summary>Opens the node's end of the data plane.</summary>
    IDataPlane Listen(string run, byte[] key);
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
        var ofD = Norm(discriminator.Memory.Span);
        replica.DiscriminatorStep(0, 0, discriminator.Memory);
        replica.GeneratorGradient(0, 0, generator.Memory);
        var ofG = Norm(generator.Memory.Span);
        replica.GeneratorStep(0, generator.Memory);
        return (replica.Hash(), new ProbeNorms(ofD, ofG));
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += (double)value * value;
        }

        return Math.Sqrt(sum);
    }
}
