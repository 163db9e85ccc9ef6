using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

#pragma warning disable IDE0130 // As in Akka.NET.
namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// One on every node that may host the singleton. The oldest member's runs it. When that member exits it stops the singleton, and
/// the next oldest starts its own after it has heard so, or after the member has been removed.
/// </summary>
public sealed class ClusterSingletonManager : ReceiveActor, IWithTimers
{
    private readonly Props _singletonProps;
    private readonly object _terminationMessage;
    private readonly ClusterSingletonManagerSettings _settings;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Hosts _hosts;
    private readonly HashSet<Address> _handedOver = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IActorRef? _singleton;
    private bool _started;
    private bool _exiting;

    public ClusterSingletonManager(Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings)
    {
        _singletonProps = singletonProps;
        _terminationMessage = terminationMessage;
        _settings = settings;
        _hosts = new Hosts(settings.Role);
        Receive<CurrentClusterState>(state =>
        {
            _hosts.Take(state);
            StartWhenOldest();
        });
        Receive<IMemberEvent>(HandleMember);
        Receive<Retry>(_ => StartWhenOldest());
        Receive<HandOverToMe>(_ => AnswerHandOver());
        Receive<HandOverDone>(_ =>
        {
            _handedOver.Add(Sender.Path.Address);
            StartWhenOldest();
        });
        Receive<Terminated>(_ => HandleStopped());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="terminationMessage">Asks the singleton to stop; it may finish its work first.</param>
    public static Props Props(Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings) =>
        Actor.Props.Create(() => new ClusterSingletonManager(singletonProps, terminationMessage, settings));

    public static Props Props(Props singletonProps, ClusterSingletonManagerSettings settings) =>
        Props(singletonProps, PoisonPill.Instance, settings);

    protected override void PreStart()
    {
        if (_settings.Role is { } role && !_cluster.SelfRoles.Contains(role))
        {
            throw new ArgumentException($"This cluster member [{_cluster.SelfAddress}] doesn't have the role [{role}]");
        }
        _cluster.Subscribe(Self, InitialStateAsSnapshot, typeof(IMemberEvent));
        CoordinatedShutdown shutdown = CoordinatedShutdown.Get(Context.System);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExiting, "wait-singleton-exiting", async () =>
        {
            if (!_cluster.IsTerminated)
            {
                await _stopped.Task.ConfigureAwait(false);
            }
            return Done.Instance;
        });
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _stopped.TrySetResult();
    }

    private void HandleMember(IMemberEvent change)
    {
        _hosts.Take(change);
        bool isSelf = change.Member.UniqueAddress == _cluster.SelfUniqueAddress;
        if (isSelf && change is MemberExited or MemberDowned or MemberRemoved)
        {
            StopSingleton();
        }
        else
        {
            StartWhenOldest();
        }
    }

    private void StopSingleton()
    {
        _exiting = true;
        Timers.Cancel(nameof(Retry));
        if (_singleton is null)
        {
            _stopped.TrySetResult();
        }
        else
        {
            _singleton.Tell(_terminationMessage);
        }
    }

    private void HandleStopped()
    {
        _singleton = null;
        if (!_exiting)
        {
            Context.GetLogger().Warning("The singleton of [{0}] has stopped by itself and is not started again here", Self.Path);
            return;
        }
        _stopped.TrySetResult();
        if (_hosts.Oldest is { } next)
        {
            ManagerOn(next).Tell(HandOverDone.Instance, Self);
        }
    }

    /// <summary>Asked before it has stopped, the answer comes when it has.</summary>
    private void AnswerHandOver()
    {
        if (_exiting && _singleton is null)
        {
            Sender.Tell(HandOverDone.Instance);
        }
    }

    private void StartWhenOldest()
    {
        if (_started || _exiting || _hosts.Oldest is not { } oldest || oldest.UniqueAddress != _cluster.SelfUniqueAddress)
        {
            return;
        }
        List<Member> before = [.. _hosts.EndingBefore(oldest).Where(member => !_handedOver.Contains(member.Address))];
        if (before.Count == 0)
        {
            _started = true;
            Timers.Cancel(nameof(Retry));
            _singleton = Context.Watch(Context.ActorOf(_singletonProps, _settings.SingletonName));
            return;
        }
        before.ForEach(member => ManagerOn(member).Tell(HandOverToMe.Instance, Self));
        Timers.StartSingleTimer(nameof(Retry), Retry.Instance, _settings.HandOverRetryInterval);
    }

    private ActorSelection ManagerOn(Member member) =>
        Context.ActorSelection(member.Address + Self.Path.ToStringWithoutAddress());

    private sealed record Retry : INoSerializationVerificationNeeded
    {
        public static readonly Retry Instance = new();
    }
}
