using GanCluster.Cluster.Nodes;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
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
/// <param name="note">Tells the user, a line each.</param>
internal sealed class TrainingEngine(
    RunParts parts, IReadOnlyList<string> devices, NodeIdentity node, NodeTelemetry telemetry, Action<string> note) : INodeEngine
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
        _data = DataSources.Training(configuration, parts, DataCatalog.OfThisMachine(note));
        DataSha256 = DataDigest.Of(configuration.Data, parts.FamilyOf(configuration).TakesLabels, _data);
        Kernels = DeviceKind.Kernels(configuration, Kind);
    }

    public IReplica CreateReplica(RunConfiguration configuration, WorkerId worker, int index)
    {
        set_num_threads(1);
        var instruments = telemetry.Instruments;
        instruments.WorkersBegan([worker]);
        var replica = new GanReplica(
            configuration, parts.FamilyOf(configuration), new DataReader(_data!), DeviceMemory.Of(devices[index]));
        return new MeteredReplica(replica, worker, configuration, instruments);
    }

    public IDataPlane Listen(string run, byte[] key)
    {
        var plane = node.Listen(run, key);
        telemetry.ExchangeBegan(plane);
        return new MeteredDataPlane(plane, telemetry.Instruments);
    }
}
