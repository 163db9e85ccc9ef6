using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Hosting;

/// <summary>A node with the coordinator's role, for one run.</summary>
public sealed class CoordinatorNode : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);
    private readonly ActorSystem _system;
    private readonly IActorRef _proxy;
    private readonly Task<RunOutcome> _outcome;

    private CoordinatorNode(ActorSystem system, IActorRef proxy, Task<RunOutcome> outcome) =>
        (_system, _proxy, _outcome) = (system, proxy, outcome);

    /// <summary>Where workers join.</summary>
    public Address Address => Akka.Cluster.Cluster.Get(_system).SelfAddress;

    /// <summary>Begins a cluster of its own and the run's coordinator in it.</summary>
    public static CoordinatorNode Start(ClusterAddress address, CoordinatorSettings settings)
    {
        var system = ClusterSystem.Create(address, Protocol.CoordinatorRole, new Strangers(settings.Note).TurnAway);
        system.ActorOf(Props.Create(() => new LogActor(settings.Note)), "log");
        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
        system.ActorOf(
            ClusterSingletonManager.Props(
                Props.Create(() => new CoordinatorActor(settings)),
                PoisonPill.Instance,
                ClusterSingletonManagerSettings.Create(system)
                    .WithRole(Protocol.CoordinatorRole).WithSingletonName(ClusterSystem.Coordinator)),
            ClusterSystem.Coordinator);
        var proxy = system.ActorOf(ProxyTo(system), ClusterSystem.Coordinator + "-proxy");
        _ = system.WhenTerminated.ContinueWith(
            _ => settings.Completion.TrySetException(new InvalidOperationException("the coordinator's actor system ended")),
            TaskScheduler.Default);
        return new CoordinatorNode(system, proxy, settings.Completion.Task);
    }

    /// <summary>Ends the run after the round that is open, with a checkpoint.</summary>
    public void Stop(string reason) => _proxy.Tell(new StopRequested(reason), ActorRefs.NoSender);

    public Task<RunOutcome> Outcome => _outcome;

    /// <summary>Gives the workers a moment to leave first, so that they hear how the run ended.</summary>
    public async ValueTask DisposeAsync()
    {
        var cluster = Akka.Cluster.Cluster.Get(_system);
        var alone = DateTime.UtcNow + Farewell;
        while (cluster.State.Members.Any(m => m.HasRole(Protocol.WorkerRole)) && DateTime.UtcNow < alone)
        {
            await Task.Delay(50).ConfigureAwait(false);
        }

        await CoordinatedShutdown.Get(_system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).ConfigureAwait(false);
        await _system.WhenTerminated.ConfigureAwait(false);
    }

    internal static Props ProxyTo(ActorSystem system) => ClusterSingletonProxy.Props(
        "/user/" + ClusterSystem.Coordinator,
        ClusterSingletonProxySettings.Create(system)
            .WithRole(Protocol.CoordinatorRole).WithSingletonName(ClusterSystem.Coordinator));
}
