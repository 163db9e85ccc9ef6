using Akka.Actor;
using Akka.Hosting;
using GanCluster.Cluster.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GanCluster.Cluster.Hosting;

/// <summary>What has to hold before a node can take part.</summary>
internal static class NodeChecks
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    /// <summary>The coordinator runs in this actor system.</summary>
    public static AkkaConfigurationBuilder WithCoordinatorCheck(this AkkaConfigurationBuilder akka) =>
        akka.WithHealthCheck("coordinator", (system, _, stop) => Runs(system, stop));

    /// <summary>The coordinator has let the node in.</summary>
    public static AkkaConfigurationBuilder WithWelcomeCheck(this AkkaConfigurationBuilder akka, NodeState node) =>
        akka.WithHealthCheck("welcome", (_, _, _) => Task.FromResult(node.IsWelcome
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the coordinator has not let this node in yet")));

    private static async Task<HealthCheckResult> Runs(ActorSystem system, CancellationToken stop)
    {
        try
        {
            await ClusterHost.CoordinatorOf(system).Ask<ActorIdentity>(new Identify(null), Answer, stop).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (AskTimeoutException)
        {
            return HealthCheckResult.Unhealthy("it does not run here yet");
        }
    }
}
