using System.Security.Cryptography;
using GanCluster.Cluster;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Hosting;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Tcp;
using GanCluster.Node.Runs;
using GanCluster.Training.Data;

namespace GanCluster.Node.Cluster;

/// <summary>Runs rounds over worker nodes; this process has the coordinator.</summary>
/// <param name="listening">Told where workers join, and where the data plane listens.</param>
internal sealed class ClusterTraining(
    NodeAddress address, RoundPolicy policy, Action<string, DataEndpoint> listening, Action<string> note)
{
    /// <inheritdoc cref="RunRounds"/>
    internal RunOutcome Run(
        RunRequest request,
        string folder,
        IDataSource data,
        ResumePoint? start,
        IRunObserver observer,
        double? seconds,
        CancellationToken stop)
    {
        var own = address.Secret.Length == 0 ? RandomNumberGenerator.GetBytes(32) : [];
        var key = own.Length > 0 ? own : Admission.DataKey(address.Secret, request.Name);
        using var plane = address.Listen(request.Name, key);
        plane.Offer((_, step, _) => Task.FromResult(step == start?.Version.Step ? start.Version : null));
        var completion = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var settings = new CoordinatorSettings
        {
            Options = policy.Over(LocalTraining.Options(request)),
            Configuration = request.Configuration,
            Start = start is null ? (0, 0, 1) : (start.Version.Step, start.VersionNumber, start.Round + 1),
            Data = plane,
            Observer = observer,
            Secret = address.Secret,
            DataKey = own,
            Limit = seconds is { } limit ? TimeSpan.FromSeconds(limit) : null,
            Completion = completion,
            Note = note,
        };
        return Run(settings, plane.Endpoint, stop).GetAwaiter().GetResult();
    }

    private async Task<RunOutcome> Run(CoordinatorSettings settings, DataEndpoint data, CancellationToken stop)
    {
        await using var node = CoordinatorNode.Start(address.ForAkka("coordinator.conf"), settings);
        listening($"{node.Address.Host}:{node.Address.Port}", data);
        using var stopping = stop.Register(() => node.Stop("a stop was asked for"));
        return await node.Outcome;
    }
}
