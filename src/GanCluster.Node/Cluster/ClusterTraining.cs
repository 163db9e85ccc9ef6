using System.Security.Cryptography;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Hosting;
using GanCluster.Core;
using GanCluster.Core.Observers;
using GanCluster.Node.Security;
using GanCluster.Node.Training;
using GanCluster.Training.Libtorch;

namespace GanCluster.Node.Cluster;

/// <summary>Runs rounds over worker nodes; this process has the coordinator.</summary>
/// <param name="listening">Told the run's folder, where workers join, and where the data plane listens.</param>
internal sealed class ClusterTraining(
    NodeIdentity node, RoundPolicy policy, Action<string, Endpoint, Endpoint> listening, Action<string> note) : IRounds
{
    public RunOutcome Run(PreparedRun run, IRunObserver observer, CancellationToken stop)
    {
        var (request, start) = (run.Request, run.Start);
        if (stop.IsCancellationRequested)
        {
            return new RunOutcome(Succeeded: true, "a stop was asked for", ResumePoint.Begin(start));
        }

        var secret = node.SecretBytes;
        var own = secret.Length == 0 ? RandomNumberGenerator.GetBytes(32) : [];
        var key = own.Length > 0 ? own : Admission.DataKey(secret, request.Name);
        using var plane = node.Listen(request.Name, key);
        run.Telemetry.ExchangeBegan(plane);
        plane.Offer((_, step, _) => Task.FromResult(step == start?.Version.Step ? start.Version : null));
        var completion = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var settings = new CoordinatorSettings
        {
            Options = policy.Over(LocalTraining.Options(request)),
            Configuration = request.Configuration,
            DataSha256 = request.Digest,
            Kernels = TorchLibrary.Kernels(request.Configuration.Cpu),
            Start = start is null ? (0, 0, 1) : (start.Version.Step, start.VersionNumber, start.Round + 1),
            Data = plane,
            Observer = observer,
            Secret = secret,
            DataKey = own,
            Limit = run.Seconds is { } limit ? TimeSpan.FromSeconds(limit) : null,
            Completion = completion,
            Note = note,
        };
        return Run(settings, run.Folder, run.Telemetry.Health, stop).GetAwaiter().GetResult();
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
