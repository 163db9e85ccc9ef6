using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;

namespace Akka.Internal;

internal sealed partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly RootRef _root;
    private readonly LocalActorRef _user;
    private readonly LocalActorRef _system;
    private readonly Resolver _resolver;
    private readonly RemoteProvider? _remote;
    private readonly CoordinatedShutdown _shutdown;
    private long _temporaryNames = -1;

    private ActorSystemImpl(string name, ActorSystemSetup setup)
    {
        Name = name;
        Settings = new Settings(setup.Find<BootstrapSetup>()?.Given ?? ConfigurationFactory.Empty);
        AskTimeout = Settings.Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        EventStream = new EventStream();
        Log = new StreamLogger(this, $"ActorSystem({name})", typeof(ActorSystem));
        _remote = RemoteProviders.Create(Settings.Config.GetString("akka.actor.provider", "local"), setup);
        Root = new RootActorPath(new Address("akka", name));
        DeadLetters = new EmptyRef(this, Root / "deadLetters");
        _root = new RootRef(this, Root);
        _user = Guardian("user");
        _system = Guardian("system");
        _resolver = new Resolver(this);
        _shutdown = new CoordinatedShutdown(this);
        Serialization = new Serialization.Serialization(this);
    }

    public override Settings Settings { get; }

    public override string Name { get; }

    public override Serialization.Serialization Serialization { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters { get; }

    public override ILoggingAdapter Log { get; }

    public override IActorRefProvider Provider => _resolver;

    public RootActorPath Root { get; }

    public CoordinatedShutdown Shutdown => _shutdown;

    public RemoteProvider? Remote => _remote;

    public TimeSpan AskTimeout { get; }

    /// <summary>The references that Asks wait on, by name.</summary>
    public ConcurrentDictionary<string, ActorRefBase> Temporary { get; } = new(StringComparer.Ordinal);

    public static ActorSystemImpl Started(string name, ActorSystemSetup setup)
    {
        if (string.IsNullOrEmpty(name) || name[0] is '-' or '_' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException($"Invalid ActorSystem name [{name}]: letters, digits, '-' and '_' are allowed", nameof(name));
        }

        var system = new ActorSystemImpl(name, setup);
        system._user.SendSystem(new Create());
        system._system.SendSystem(new Create());
        system._remote?.Start(system);
        return system;
    }

    public override IActorRef ActorOf(Props props, string? name = null)
    {
        return _user.Cell.ActorOf(props, name);
    }

    public override IActorRef SystemActorOf(Props props, string? name = null)
    {
        return _system.Cell.ActorOf(props, name);
    }

    public override void Stop(IActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ((ActorRefBase)actor).SendSystem(new Terminate());
    }

    /// <summary>A message for nobody. Who asks for an identity gets an answer all the same.</summary>
    public void PublishDeadLetter(object message, IActorRef? sender, IActorRef recipient)
    {
        switch (message)
        {
            case AllDeadLetters:
                break;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), recipient);
                break;
            case IDeadLetterSuppression suppressed:
                EventStream.Publish(new SuppressedDeadLetter(suppressed, sender ?? DeadLetters, recipient));
                break;
            default:
                EventStream.Publish(new DeadLetter(message, sender ?? DeadLetters, recipient));
                break;
        }
    }

    public ActorPath NextTempPath()
    {
        return Root / "temp" / ActorCell.Unnamed(Interlocked.Increment(ref _temporaryNames));
    }

    private LocalActorRef Guardian(string name)
    {
        return new LocalActorRef(this, Props.Create<Guardian>(), new ChildActorPath(Root, name, 0), _root);
    }
}
