using GanCluster.Cluster.Nodes;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Core;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Tests.Workers;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Actors;

/// <summary>Whole numbers for weights, a data plane in memory.</summary>
internal sealed class FakeEngine(SamplePlan plan, MemoryPlanes planes, string node, FaultSchedule faults) : INodeEngine
{
    /// <summary>Other kernels: floats in a vector that make another hash.</summary>
    public int OtherBits { get; init; }

    /// <summary>The first device with them.</summary>
    public int OtherBitsFrom { get; init; }

    public string DataSha256 { get; init; } = ActorRun.DataSha256;

    public string? Unable { get; init; }

    /// <summary>What stands before its data plane.</summary>
    public Func<IDataPlane, IDataPlane> Around { get; init; } = plane => plane;

    public Endpoint Endpoint { get; private set; } = new("nowhere", 0);

    public byte[] Key { get; private set; } = [];

    public string Kernels => OtherBits > 0 ? "other kernels" : "whole numbers";

    public void Prepare(RunConfiguration configuration)
    {
        if (Unable is { } reason)
        {
            throw new UserInputException(reason);
        }
    }

    public IReplica CreateReplica(RunConfiguration configuration, WorkerId worker, int index) =>
        new FaultyReplica(new FakeReplica(plan, index < OtherBitsFrom ? 37 : 37 + OtherBits), new WorkerId($"{node}.{index}"), faults);

    public IDataPlane Listen(string run, byte[] key)
    {
        Key = key;
        var plane = planes.Open();
        Endpoint = plane.Endpoint;
        return Around(plane);
    }
}
