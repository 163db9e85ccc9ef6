using Akka.Actor;
using Akka.Hosting;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Nodes;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using Microsoft.Extensions.Hosting;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// A whole run in this process: the actors of a coordinator's node and of a worker's in one system, which listens nowhere. The
/// worker node's end is no end of the run: what is left of it, the coordinator decides.
/// </summary>
public sealed class LocalNode : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly ActorSystem _system;
    private readonly NodeState _node;
    private readonly NodeHealth _health;

    private LocalNode(IHost host, ActorSystem system, NodeState node, NodeHealth health, Task<RunOutcome> outcome) =>
        (_host, _system, _node, _health, Outcome) = (host, system, node, health, outcome);

    public Task<RunOutcome> Outcome { get; }

    /// <param name="worker">What is asked of a node that has to prove itself is not asked of this one.</param>
    /// <param name="health">Good while the coordinator runs and counts the workers in.</param>
    /// <param name="note">Told what Akka.NET has to say to the user, a line each.</param>
    public static async Task<LocalNode> Start(
        CoordinatorSettings coordinator, WorkerNodeSettings worker, NodeHealth health, Action<string> note)
    {
        // After a standstill of the process the coordinator is still there.
        var node = new NodeState(worker with
        {
            IsCoordinators = true, JoinTimeout = TimeSpan.MaxValue, SilenceTimeout = TimeSpan.MaxValue,
        });
        var ended = EndOf(node, coordinator.Completion);
        var settings = coordinator with { MostWorkers = int.MaxValue };
        var host = ClusterHost.BuildAlone(note, akka => akka
            .WithCoordinatorCheck()
            .WithWelcomeCheck(node)
            .WithActors((system, registry) =>
            {
                var actor = system.ActorOf(Props.Create(() => new CoordinatorActor(settings)), "coordinator");
                registry.Register<CoordinatorActor>(actor);
                system.ActorOf(Props.Create(() => new NodeActor(node, actor, ended)), "node");
            }));
        var system = await host.StartSystem().ConfigureAwait(false);
        health.Follow(host.Services);
        return new LocalNode(host, system, node, health, coordinator.Completion.Task);
    }

    /// <summary>Ends the run after the round that is open, with a snapshot.</summary>
    public void Stop(string reason) =>
        ClusterHost.CoordinatorOf(_system).Tell(new StopRequested(reason), ActorRefs.NoSender);

    public async ValueTask DisposeAsync()
    {
        _health.Forget();
        await _host.StopAsync().ConfigureAwait(false);
        await _system.WhenTerminated.ConfigureAwait(false);
        _host.Dispose();
        _node.Dispose();
    }

    /// <summary>A node that could not begin has told the coordinator of no worker, and nobody else will come.</summary>
    private static TaskCompletionSource<NodeOutcome> EndOf(NodeState node, TaskCompletionSource<RunOutcome> run)
    {
        var ended = new TaskCompletionSource<NodeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = ended.Task.ContinueWith(
            end => !node.EverWelcome && end.Result is { End: NodeEnd.Failed or NodeEnd.Refused } failed
                && run.TrySetException(new InvalidOperationException(failed.Reason)),
            TaskScheduler.Default);
        return ended;
    }
}
