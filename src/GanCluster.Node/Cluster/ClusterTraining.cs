using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Hosting;
using GanCluster.Core;
using GanCluster.Core.Observers;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Training;

namespace GanCluster.Node.Cluster;

/// <summary>Runs rounds over worker nodes; this process has the coordinator.</summary>
/// <param name="listening">Told the run's folder, where workers join, and where the data plane listens.</param>
internal sealed class ClusterTraining(
    NodeIdentity node, RoundPolicy policy, Action<string, Endpoint, Endpoint> listening, Action<string> note) : IRounds
{
    public bool ComputesHere => false;

    public byte[] Secret => node.SecretBytes;

    public RoundsEnd Run(PreparedRun run, IRunObserver observer, CancellationToken stop)
    {
        var request = run.Request;
        if (stop.IsCancellationRequested)
        {
            return new RoundsEnd(run.Stopped());
        }

        var secret = node.SecretBytes;
        var own = secret.Length == 0 ? run.Office!.DataKey : [];
        var key = own.Length > 0 ? own : Admission.DataKey(secret, request.Name);
        using var plane = node.Listen(request.Name, key);
        run.Telemetry.ExchangeBegan(plane);
        using var journal = new RoundJournal(RunFiles.Database(run.Folder), request.Configuration, TimeProvider.System);
        var settings = run.Coordinator(policy.Over(request), plane, observer, note, journal) with
        {
            Secret = secret,
            DataKey = own,
        };
        plane.Offer((asked, step, _) => Task.FromResult(settings.Versions.For(asked, step)));
        return new RoundsEnd(Run(settings, run.Folder, run.Telemetry.Health, stop).GetAwaiter().GetResult());
    }

    private async Task<RunOutcome> Run(
        CoordinatorSettings settings, string folder, NodeHealth health, CancellationToken stop)
    {
        await using var coordinator = await CoordinatorNode.Start(node.ForAkka("coordinator.conf"), settings, health);
        var address = coordinator.Address;
        listening(folder, new Endpoint(address.Host!, address.Port!.Value), settings.Data.Endpoint);
        using var stopping = stop.Register(() => coordinator.Stop("a stop was asked for"));
        return await coordinator.Outcome;
    }
}
