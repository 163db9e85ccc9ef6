using GanCluster.Cluster.Nodes;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Telemetry.Metrics;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Node.Cluster;

/// <summary>Computes on a worker node, with TorchSharp.</summary>
/// <param name="devices">A device for each worker: <c>cpu</c> or <c>cuda:I</c>.</param>
/// <param name="runData">Where the run's data lie here.</param>
internal sealed class TrainingEngine(
    RunParts parts, IReadOnlyList<string> devices, NodeIdentity node, NodeTelemetry telemetry, RunData runData) : INodeEngine
{
    private IDataSource? _data;

    public string Kernels { get; private set; } = "";

    public string Kind { get; private set; } = DeviceKind.Cpu;

    public string DataSha256 { get; private set; } = "";

    public void Prepare(RunConfiguration configuration)
    {
        ProcessEnvironment.Apply(configuration.Cpu);
        Kind = DeviceKind.Of(devices, devices.All(d => d == DeviceKind.Cpu) ? [] : Gpus.Names);
        DeviceKind.RequireFor(configuration.Precision, Kind);
        GpuNumerics.Apply(configuration.Precision, devices);
        telemetry.NodeBegan();
        (_data, DataSha256) = Find(configuration);
        Kernels = DeviceKind.Kernels(configuration, Kind);
    }

    /// <summary>What is wrong with files here is nobody else's business: a path says too much.</summary>
    private (IDataSource Data, string Sha256) Find(RunConfiguration configuration)
    {
        try
        {
            var found = runData.Find(configuration, parts);
            var training = found.Training(configuration, parts);
            return (training, DataDigest.Of(configuration.Data, parts.UsesLabels(configuration), training));
        }
        catch (UserInputException e)
        {
            throw new UserInputException(e.Message, e) { ForOthers = "the node can't use its data; its own last line says why" };
        }
    }

    public IReplica CreateReplica(RunConfiguration configuration, WorkerId worker, int index)
    {
        set_num_threads(1);
        var instruments = telemetry.Instruments;
        instruments.WorkersBegan([worker]);
        var replica = new GatedReplica(new GanReplica(
            configuration, parts.FamilyOf(configuration), new DataReader(_data!), DeviceMemory.Of(devices[index])));
        return new MeteredReplica(replica, worker, configuration, instruments);
    }

    public IDataPlane Listen(string run, byte[] key)
    {
        var plane = node.Listen(run, key);
        telemetry.ExchangeBegan(plane);
        return new MeteredDataPlane(plane, telemetry.Instruments);
    }
}
