using Akka.Actor;
using Akka.Configuration;
using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Wire;
using Microsoft.Extensions.Hosting;

namespace GanCluster.Cluster.Tests.Hosting;

/// <summary>A node's actor system on loopback without the node's own actors.</summary>
internal sealed class BareNode(Config settings, string role = Protocol.CoordinatorRole) : IDisposable
{
    private readonly IHost _host = ClusterHost.Build(
        new ClusterAddress("127.0.0.1", "127.0.0.1", 0, settings, Trust: null),
        role,
        new Strangers((_, _) => { }),
        _ => { },
        _ => { });

    public Task<ActorSystem> Start() => _host.StartSystem();

    public async Task<Config> Settings() => (await Start()).Settings.Config;

    public void Dispose()
    {
        _host.StopAsync().GetAwaiter().GetResult();
        _host.Dispose();
    }
}
