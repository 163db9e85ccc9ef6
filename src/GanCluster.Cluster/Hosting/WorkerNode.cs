using System.Collections.Immutable;
using Akka.Actor;
using Akka.Hosting;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Nodes;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Hosting;

/// <summary>A node with the worker's role.</summary>
public static class WorkerNode
{
    private static readonly TimeSpan BetweenSystems = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Works for the coordinator at one of the addresses until the run ends or the node is drained. A node that the cluster removed, or
    /// that no coordinator answers, makes a new actor system and joins again, with the version that it holds.
    /// </summary>
    /// <param name="coordinators">Where they are, which may become known only when this node is ready to join.</param>
    /// <param name="health">Good while the run counts this node in.</param>
    /// <param name="listening">Told the address whenever an actor system listens.</param>
    /// <param name="drain">Cancelled: leave, once the round that is open is over.</param>
    public static async Task<NodeOutcome> Run(
        ClusterAddress address,
        Task<ImmutableArray<Address>> coordinators,
        WorkerNodeSettings settings,
        NodeHealth health,
        Action<Address> listening,
        CancellationToken drain)
    {
        using var node = new NodeState(settings);
        var deadline = node.Now() + settings.JoinTimeout;

        // The node's, not a system's: what a later one says of its connections has the same cause.
        var strangers = new Strangers((machine, why) => node.Obstacle = $"{machine} is not trusted: {why}");
        while (true)
        {
            var outcome = await RunOnce(address, strangers, coordinators, node, health, listening, drain).ConfigureAwait(false);
            if (outcome is not null)
            {
                return outcome;
            }

            if (!node.EverWelcome && node.Now() > deadline)
            {
                return node.Obstacle is { } obstacle
                    ? new NodeOutcome(NodeEnd.Refused, obstacle)
                    : new NodeOutcome(NodeEnd.NoCoordinator, "nobody there let this node into the cluster");
            }

            // Akka.NET ends the system of a node whose certificate is refused, too.
            if (node.EverWelcome)
            {
                settings.Note("this node is no longer in the cluster and joins again");
            }

            await Task.Delay(BetweenSystems, drain).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    /// <returns>Null if the actor system ended by itself.</returns>
    private static async Task<NodeOutcome?> RunOnce(
        ClusterAddress address,
        Strangers strangers,
        Task<ImmutableArray<Address>> coordinators,
        NodeState node,
        NodeHealth health,
        Action<Address> listening,
        CancellationToken drain)
    {
        var completion = new TaskCompletionSource<NodeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = ClusterHost.Build(address, Protocol.WorkerRole, strangers, node.Settings.Note, akka => akka
            .WithCoordinatorProxy()
            .WithWelcomeCheck(node)
            .WithActors((system, registry) =>
            {
                registry.Register<NodeActor>(system.ActorOf(
                    Props.Create(() => new NodeActor(node, Coordinators(system, coordinators), completion)), "node"));
                system.ActorOf(Props.Create(() => new SilenceActor(node)), "silence");
            }));
        var system = await host.StartSystem().ConfigureAwait(false);
        health.Follow(host.Services);
        var cluster = Akka.Cluster.Cluster.Get(system);
        listening(cluster.SelfAddress);
        var actor = ActorRegistry.For(system).Get<NodeActor>();
        using var draining = drain.Register(() => actor.Tell(NodeActor.Drain.Instance, ActorRefs.NoSender));
        var ended = Task.WhenAny(completion.Task, system.WhenTerminated);
        if (await Task.WhenAny(coordinators, ended).ConfigureAwait(false) == coordinators)
        {
            cluster.JoinSeedNodes(await coordinators.ConfigureAwait(false));
            actor.Tell(NodeActor.Told.Instance, ActorRefs.NoSender);
            await ended.ConfigureAwait(false);
        }

        health.Forget();
        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await system.WhenTerminated.ConfigureAwait(false);
        return completion.Task.IsCompleted ? await completion.Task.ConfigureAwait(false) : null;
    }

    private static IActorRef Coordinators(ActorSystem system, Task<ImmutableArray<Address>> coordinators)
    {
        var singleton = ActorRegistry.For(system).Get<CoordinatorActor>();
        return system.ActorOf(Props.Create(() => new CoordinatorsActor(singleton, coordinators)), "coordinators");
    }
}
