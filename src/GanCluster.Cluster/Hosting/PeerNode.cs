using System.Collections.Immutable;
using Akka;
using Akka.Actor;
using GanCluster.Cluster.Peers;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Hosting;

/// <summary>A node with the coordinator's role that is one of several.</summary>
public static class PeerNode
{
    private static readonly TimeSpan BetweenSystems = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Coordinates the run whenever the terms have it act, until the run ends or the node is asked to leave. A node that was cut off
    /// so long that the cluster removed it makes a new actor system and joins again: what it has promised is on its disk.
    /// </summary>
    /// <param name="settings">Of one life of the actor system: its journal is read anew in each.</param>
    /// <param name="health">Good while the node takes part, acting or standing by.</param>
    /// <param name="listening">Told the address whenever an actor system listens.</param>
    /// <param name="endsRun">What <paramref name="stop"/> is to do: end the run, or have this node alone leave.</param>
    public static async Task<PeerOutcome> Run(
        ClusterAddress address,
        Func<TaskCompletionSource<PeerOutcome>, PeerSettings> settings,
        NodeHealth health,
        Action<Address> listening,
        Func<bool> endsRun,
        CancellationToken stop)
    {
        while (true)
        {
            var completion = new TaskCompletionSource<PeerOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            var peer = settings(completion);
            if (await RunOnce(address, peer, health, listening, endsRun, stop).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }

            peer.Note("this coordinator was removed from the cluster and joins again");
            await Task.Delay(BetweenSystems, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <returns>Null if the actor system ended by itself.</returns>
    private static async Task<PeerOutcome?> RunOnce(
        ClusterAddress address, PeerSettings settings, NodeHealth health, Action<Address> listening, Func<bool> endsRun, CancellationToken stop)
    {
        var strangers = new Strangers((machine, why) => settings.Note($"refused a node at {machine}: {why}"));
        var others = settings.Terms.Peers.Remove(settings.Self)
            .ToImmutableDictionary(p => p, p => AddressOf(p, address.Trust is not null));
        var standing = new StandingCheck();
        var told = settings with
        {
            Standing = now =>
            {
                standing.Now = now;
                settings.Standing(now);
            },
        };
        using var host = ClusterHost.Build(address, Protocol.CoordinatorRole, strangers, settings.Note, akka => akka
            .WithStandingCheck(standing)
            .WithPeer(told, others));
        var system = await host.StartSystem().ConfigureAwait(false);
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseServiceRequestsDone,
            "workers-leave",
            () => settings.Completion.Task is { IsCompletedSuccessfully: true, Result: PeerOutcome.EndedHere }
                ? CoordinatorNode.WorkersLeft(system)
                : Task.FromResult(Done.Instance));
        health.Follow(host.Services);
        listening(Akka.Cluster.Cluster.Get(system).SelfAddress);
        var actor = ClusterHost.PeerOf(system);
        using var stopping = stop.Register(() => actor.Tell(
            endsRun() ? new StopRequested("a stop was asked for") : PeerActor.Leave.Instance, ActorRefs.NoSender));
        await Task.WhenAny(settings.Completion.Task, system.WhenTerminated).ConfigureAwait(false);
        health.Forget();
        var isOver = settings.Completion.Task.IsCompletedSuccessfully || !system.WhenTerminated.IsCompleted;
        await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await system.WhenTerminated.ConfigureAwait(false);
        return isOver ? await settings.Completion.Task.ConfigureAwait(false) : null;
    }

    private static Address AddressOf(CoordinatorId peer, bool secured)
    {
        var at = Endpoint.Parse(peer.Value)!;
        return ClusterHost.AddressOf(at.Host, at.Port, secured);
    }
}
