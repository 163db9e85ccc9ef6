using Akka;
using Akka.Actor;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using Microsoft.Extensions.Hosting;

namespace GanCluster.Cluster.Hosting;

/// <summary>A node with the coordinator's role, for one run.</summary>
public sealed class CoordinatorNode : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private readonly IHost _host;
    private readonly ActorSystem _system;
    private readonly NodeHealth _health;

    private CoordinatorNode(IHost host, ActorSystem system, NodeHealth health, Task<RunOutcome> outcome) =>
        (_host, _system, _health, Outcome) = (host, system, health, outcome);

    /// <summary>Where workers join.</summary>
    public Address Address => Akka.Cluster.Cluster.Get(_system).SelfAddress;

    public Task<RunOutcome> Outcome { get; }

    /// <summary>Begins a cluster of its own and the run's coordinator in it.</summary>
    /// <param name="health">Good while the coordinator runs.</param>
    public static async Task<CoordinatorNode> Start(ClusterAddress address, CoordinatorSettings settings, NodeHealth health)
    {
        var strangers = new Strangers((machine, why) => settings.Note($"refused a node at {machine}: {why}"));
        var host = ClusterHost.Build(address, Protocol.CoordinatorRole, strangers, settings.Note, akka => akka
            .WithCoordinator(settings)
            .WithCoordinatorCheck());
        var system = await host.StartSystem().ConfigureAwait(false);
        var cluster = Akka.Cluster.Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseServiceRequestsDone, "workers-leave", () => WorkersLeft(system));
        health.Follow(host.Services);
        _ = system.WhenTerminated.ContinueWith(
            _ => settings.Completion.TrySetException(new InvalidOperationException("the coordinator's actor system ended")),
            TaskScheduler.Default);
        return new CoordinatorNode(host, system, health, settings.Completion.Task);
    }

    /// <summary>Ends the run after the round that is open, with a checkpoint.</summary>
    public void Stop(string reason) =>
        ClusterHost.CoordinatorOf(_system).Tell(new StopRequested(reason), ActorRefs.NoSender);

    /// <summary>As is done with a member that is out of reach.</summary>
    internal void Down(Address member) => Akka.Cluster.Cluster.Get(_system).Down(member);

    /// <summary>Gives the workers a moment to leave first, so that they hear how the run ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _health.Forget();
        await _host.StopAsync().ConfigureAwait(false);
        await _system.WhenTerminated.ConfigureAwait(false);
        _host.Dispose();
    }

    /// <summary>Who does not leave in time is not waited for.</summary>
    internal static async Task<Done> WorkersLeft(ActorSystem system)
    {
        var left = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new FarewellActor(left)), "farewell");
        await Task.WhenAny(left.Task, Task.Delay(Farewell)).ConfigureAwait(false);
        return Done.Instance;
    }
}
