using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Hosting;
using GanCluster.Cluster.Nodes;
using GanCluster.Cluster.Peers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GanCluster.Cluster.Hosting;

/// <summary>What has to hold before a node can take part.</summary>
internal static class NodeChecks
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    /// <summary>The coordinator runs in this actor system.</summary>
    public static AkkaConfigurationBuilder WithCoordinatorCheck(this AkkaConfigurationBuilder akka) =>
        akka.WithHealthCheck("coordinator", (system, _, stop) => Runs(system, stop));

    /// <summary>The node is one of several coordinators: whoever stands by is in its place, and says for whom.</summary>
    public static AkkaConfigurationBuilder WithStandingCheck(this AkkaConfigurationBuilder akka, StandingCheck standing) =>
        akka.WithHealthCheck("coordinator", (_, _, _) => Task.FromResult(standing.Now switch
        {
            { Acts: true } acting => HealthCheckResult.Healthy(acting.ToString()),
            { } idle => HealthCheckResult.Degraded(idle.ToString()),
            null => HealthCheckResult.Unhealthy("it has not begun yet"),
        }));

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

/// <summary>What a coordinator node is to its run, told and asked on any thread.</summary>
internal sealed class StandingCheck
{
    private StrongBox<PeerStanding>? _now;

    public PeerStanding? Now
    {
        get => Volatile.Read(ref _now)?.Value;
        set => Volatile.Write(ref _now, value is { } standing ? new(standing) : null);
    }
}
