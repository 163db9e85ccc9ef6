using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Nodes;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Exchange.Memory;
using GanCluster.Node.Training;
using GanCluster.Telemetry.Metrics;

namespace GanCluster.Node.Cluster;

/// <summary>Trains in this process: a thread a worker, the exchange in memory.</summary>
/// <param name="note">Told what the user has to know, a line each.</param>
internal sealed class LocalTraining(Action<string> note) : IRounds
{
    /// <summary>What a caller wants done otherwise.</summary>
    internal Func<RoundOptions, RoundOptions> Adjust { get; init; } = options => options;

    public bool ComputesHere => true;

    public RoundsEnd Run(PreparedRun run, IRunObserver observer, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            return new RoundsEnd(run.Stopped());
        }

        // The actors' notes are of who comes and goes: that nobody does here but by a fault, which the record tells.
        var plane = new MeteredDataPlane(new MemoryPlane(), run.Telemetry.Instruments);
        var settings = run.Coordinator(Adjust(RoundPolicy.InProcess(run.Request)), plane, observer, _ => { });

        // Workers offer theirs on the same plane: what they are asked for is not answered by the version that the run began with.
        plane.Offer((asked, step, _) => Task.FromResult(asked == WorkerId.Coordinator ? settings.Versions.At(step) : null));
        var worker = new WorkerNodeSettings
        {
            Engine = new LocalEngine(run, plane),
            Own = run.Request.Parts.Names,
            Workers = run.Request.Workers,
            Secret = settings.Secret,
            Note = _ => { },
        };
        return new RoundsEnd(Run(settings, worker, run.Telemetry.Health, stop).GetAwaiter().GetResult());
    }

    private async Task<RunOutcome> Run(
        CoordinatorSettings settings, WorkerNodeSettings worker, NodeHealth health, CancellationToken stop)
    {
        await using var node = await LocalNode.Start(settings, worker, health, note);
        using var stopping = stop.Register(() => node.Stop("a stop was asked for"));
        return await node.Outcome;
    }
}
