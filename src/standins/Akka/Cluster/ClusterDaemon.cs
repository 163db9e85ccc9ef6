using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.Event;
using Akka.Internal;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>
/// Runs the membership rules on a thread of its own, so that no busy actor and no starved thread pool delays a heartbeat.
/// </summary>
internal sealed class ClusterDaemon
{
    private readonly ActorSystemImpl _system;
    private readonly Remoting _remoting;
    private readonly MembershipOptions _options;
    private readonly Membership _rules;
    private readonly Subscriptions _subscriptions = new();
    private readonly BlockingCollection<Action<TimeSpan>> _commands = [];
    private readonly Thread _thread;
    private readonly TaskCompletionSource _exiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ClusterEvent.CurrentClusterState _state = new();

    public ClusterDaemon(ActorSystemImpl system, Remoting remoting, IEnumerable<string> roles)
    {
        _system = system;
        _remoting = remoting;
        _options = MembershipOptions.From(system.Settings.Config);
        _rules = new Membership(remoting.Self, roles, _options);
        _thread = new Thread(Run) { IsBackground = true, Name = $"akka-cl-{remoting.Self.Address.Port}" };
    }

    public ClusterEvent.CurrentClusterState State => _state;

    /// <summary>Ends when the leader has let this node go.</summary>
    public Task Exiting => _exiting.Task;

    /// <summary>Ends when this node is no member any more, or never will be one.</summary>
    public Task Removed => _removed.Task;

    public bool IsTerminated => _removed.Task.IsCompleted;

    public void Start() => _thread.Start();

    public void Stop()
    {
        _commands.CompleteAdding();
        if (_thread.ThreadState != System.Threading.ThreadState.Unstarted && Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    public void Command(Func<Membership, TimeSpan, IReadOnlyList<IMembershipEffect>> command) =>
        Post(now => Interpret(command(_rules, now)));

    public void Subscribe(IActorRef subscriber, ClusterEvent.SubscriptionInitialStateMode mode, Type[] types) =>
        Post(_ => _subscriptions.Add(subscriber, mode, types, _state));

    public void Unsubscribe(IActorRef subscriber) => Post(_ => _subscriptions.Remove(subscriber));

    public void OnUp(Action callback) => Guarded(_up.Task, callback);

    public void OnRemoved(Action callback) => Guarded(_removed.Task, callback);

    private void Guarded(Task when, Action callback) => _ = when.ContinueWith(
        _ =>
        {
            try
            {
                callback();
            }
#pragma warning disable CA1031 // A callback's failure is its own.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _system.Log.Error(e, "A callback of the cluster failed: {0}", e.Message);
            }
        },
        CancellationToken.None,
        TaskContinuationOptions.OnlyOnRanToCompletion,
        TaskScheduler.Default);

    private void Post(Action<TimeSpan> command)
    {
        try
        {
            _commands.Add(command);
        }
        catch (InvalidOperationException)
        {
            // The daemon has been stopped; there is nothing to command any more.
        }
    }

    private void Run()
    {
        Stopwatch clock = Stopwatch.StartNew();
        TimeSpan nextTick = TimeSpan.Zero;
        while (!_commands.IsCompleted)
        {
            TimeSpan wait = nextTick - clock.Elapsed;
            if (_commands.TryTake(out Action<TimeSpan>? command, wait > TimeSpan.Zero ? wait : TimeSpan.Zero))
            {
                command(clock.Elapsed);
            }
            if (clock.Elapsed >= nextTick)
            {
                nextTick = clock.Elapsed + _options.HeartbeatInterval;
                Interpret(_rules.Tick(clock.Elapsed));
            }
        }
        _state = new ClusterEvent.CurrentClusterState();
        _removed.TrySetResult();
    }

    private void Interpret(IReadOnlyList<IMembershipEffect> effects)
    {
        _state = _rules.State;
        foreach (IMembershipEffect effect in effects)
        {
            switch (effect)
            {
                case SendTo send:
                    _remoting.SendToCluster(send.To, send.Message);
                    break;
                case Publish publish:
                    Tell(publish.Event);
                    break;
                case SelfExiting:
                    _exiting.TrySetResult();
                    End(CoordinatedShutdown.ClusterLeavingReason.Instance);
                    break;
                case SelfRemoved removed:
                    _exiting.TrySetResult();
                    _removed.TrySetResult();
                    if (removed.PreviousStatus == MemberStatus.Down
                        && _system.Settings.Config.GetBoolean("akka.cluster.run-coordinated-shutdown-when-down", true))
                    {
                        End(CoordinatedShutdown.ClusterDowningReason.Instance);
                    }
                    break;
                case JoinFailed:
                    _system.Log.Error("No seed node answered in {0}: shutting down", _options.GiveUpJoining!);
                    End(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);
                    break;
            }
        }
    }

    private void Tell(ClusterEvent.IClusterDomainEvent change)
    {
        _system.Log.Info("Cluster node [{0}]: {1}", _remoting.Self.Address, change);
        _subscriptions.Publish(change);
        switch (change)
        {
            case ClusterEvent.MemberUp up when up.Member.UniqueAddress == _remoting.Self:
                _up.TrySetResult();
                break;
            case ClusterEvent.MemberRemoved removed when removed.Member.UniqueAddress != _remoting.Self:
                _remoting.NodeRemoved(removed.Member.UniqueAddress);
                break;
        }
    }

    private void End(CoordinatedShutdown.Reason reason) => _ = CoordinatedShutdown.Get(_system).Run(reason);
}
