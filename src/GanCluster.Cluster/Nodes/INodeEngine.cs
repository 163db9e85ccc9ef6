using GanCluster.Cluster.Wire;
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
