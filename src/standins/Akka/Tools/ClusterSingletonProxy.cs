using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

#pragma warning disable IDE0130 // As in Akka.NET.
namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Passes what it gets on to the singleton, wherever that is, with its sender. While nobody knows where, messages wait; of
/// too many
/// the oldest become dead letters.
/// </summary>
public sealed class ClusterSingletonProxy : ReceiveActor, IWithTimers
{
    private readonly string _singletonPath;
    private readonly ClusterSingletonProxySettings _settings;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Hosts _hosts;
    private readonly Queue<(object Message, IActorRef Sender)> _buffer = [];
    private UniqueAddress? _host;
    private IActorRef? _singleton;

    public ClusterSingletonProxy(string singletonManagerPath, ClusterSingletonProxySettings settings)
    {
        _singletonPath = singletonManagerPath + "/" + settings.SingletonName;
        _settings = settings;
        _hosts = new Hosts(settings.Role);
        Receive<CurrentClusterState>(state =>
        {
            _hosts.Take(state);
            FollowOldest();
        });
        Receive<IMemberEvent>(change =>
        {
            _hosts.Take(change);
            FollowOldest();
        });
        Receive<ActorIdentity>(Found, identity => identity.MessageId is string id && id == IdentifyId);
        Receive<Look>(_ => LookFor());
        Receive<Terminated>(Lost, terminated => terminated.ActorRef.Equals(_singleton));
        Receive<Terminated>(_ => { });
        ReceiveAny(Pass);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private string IdentifyId => _singletonPath + "@" + _host;

    /// <param name="singletonManagerPath">Of the managers, without an address, such as /user/coordinator.</param>
    public static Props Props(string singletonManagerPath, ClusterSingletonProxySettings settings) =>
        Actor.Props.Create(() => new ClusterSingletonProxy(singletonManagerPath, settings));

    protected override void PreStart() => _cluster.Subscribe(Self, InitialStateAsSnapshot, typeof(IMemberEvent));

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        while (_buffer.TryDequeue(out (object Message, IActorRef Sender) kept))
        {
            Context.System.DeadLetters.Tell(kept.Message, kept.Sender);
        }
    }

    private void FollowOldest()
    {
        UniqueAddress? host = _hosts.Oldest?.UniqueAddress;
        if (host == _host)
        {
            return;
        }
        _host = host;
        if (_singleton is not null)
        {
            Context.Unwatch(_singleton);
            _singleton = null;
        }
        LookFor();
    }

    private void LookFor()
    {
        if (_host is null || _singleton is not null)
        {
            Timers.Cancel(nameof(Look));
            return;
        }
        Context.ActorSelection(_host.Address + _singletonPath).Tell(new Identify(IdentifyId), Self);
        Timers.StartSingleTimer(nameof(Look), Look.Instance, _settings.SingletonIdentificationInterval);
    }

    private void Found(ActorIdentity identity)
    {
        if (identity.Subject is null || _singleton is not null)
        {
            return;
        }
        _singleton = Context.Watch(identity.Subject);
        Timers.Cancel(nameof(Look));
        while (_buffer.TryDequeue(out (object Message, IActorRef Sender) kept))
        {
            _singleton.Tell(kept.Message, kept.Sender);
        }
    }

    private void Lost(Terminated terminated)
    {
        _singleton = null;
        LookFor();
    }

    private void Pass(object message)
    {
        if (_singleton is not null)
        {
            _singleton.Tell(message, Sender);
            return;
        }
        if (_buffer.Count >= _settings.BufferSize)
        {
            Context.GetLogger().Debug("The buffer of [{0}] is full, dropping its first message", Self.Path);
            (object first, IActorRef sender) = _settings.BufferSize == 0 ? (message, Sender) : _buffer.Dequeue();
            Context.System.DeadLetters.Tell(first, sender);
        }
        if (_settings.BufferSize > 0)
        {
            _buffer.Enqueue((message, Sender));
        }
    }

    private sealed record Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }
}
