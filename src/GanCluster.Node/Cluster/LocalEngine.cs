using GanCluster.Cluster.Nodes;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Training;
using GanCluster.Telemetry.Metrics;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Node.Cluster;

/// <summary>Computes in the coordinator's process, on the samples and from the version that the run was prepared with.</summary>
/// <param name="plane">The coordinator's as well.</param>
internal sealed class LocalEngine(PreparedRun run, IDataPlane plane) : INodeEngine
{
    public string Kernels => run.Request.Kernels;

    public string Kind => run.Request.Kind;

    public string DataSha256 => run.Request.DataSha256;

    /// <summary>Waits here, off the actors' threads, for the digest that they send. If it failed, the coordinator tells.</summary>
    public void Prepare(RunConfiguration configuration) => Task.WaitAny(run.Request.Digest);

    public IReplica CreateReplica(RunConfiguration configuration, WorkerId worker, int index)
    {
        set_num_threads(1);
        var instruments = run.Telemetry.Instruments;
        instruments.WorkersBegan([worker]);
        var replica = new GatedReplica(new GanReplica(
            configuration,
            run.Request.Parts.FamilyOf(configuration),
            new DataReader(run.Data),
            DeviceMemory.Of(run.Request.Devices?[index] ?? DeviceKind.Cpu)));
        if (run.Start is { } start)
        {
            replica.Load(start.Version);
        }

        return new MeteredReplica(replica, worker, configuration, instruments);
    }

    public IDataPlane Listen(string run, byte[] key) => plane;
}
