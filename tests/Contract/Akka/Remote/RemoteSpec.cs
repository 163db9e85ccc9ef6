using System.Threading.Channels;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace GanCluster.Contract.Tests;

/// <summary>Several actor systems of one process on loopback, each on a port of its own. All of them end with the test.</summary>
public abstract class RemoteSpec : IAsyncLifetime
{
    private const string Quiet = """
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = []
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
          actor {
            provider = remote
            serializers.notes = "GanCluster.Contract.Tests.NoteSerializer, Contract.Tests"
            serialization-bindings {
              "GanCluster.Contract.Tests.Note, Contract.Tests" = notes
              "GanCluster.Contract.Tests.Invitation, Contract.Tests" = notes
              "GanCluster.Contract.Tests.Bulk, Contract.Tests" = notes
            }
          }
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """;

    private readonly List<ActorSystem> _systems = [];

    protected static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(20);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Task.WhenAll(_systems.Select(system => system.Terminate())).WaitAsync(Deadline);

    protected ActorSystem System(string hocon = "", Setup? setup = null, string name = "spec")
    {
        Config config = ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString(Quiet));
        ActorSystemSetup whole = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config));
        ActorSystem system = ActorSystem.Create(name, setup is null ? whole : whole.And(setup));
        _systems.Add(system);
        return system;
    }

    protected static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    /// <summary>How another system reaches an actor of this one.</summary>
    protected static IActorRef Seen(ActorSystem by, IActorRef actor, ActorSystem of) => ((ExtendedActorSystem)by).Provider
        .ResolveActorRef(actor.Path.ToSerializationFormatWithAddress(AddressOf(of)));

    /// <summary>Answers every message with itself.</summary>
    protected static IActorRef Echo(ActorSystem system) =>
        system.ActorOf(Props.Create(() => new Script((message, context) => context.Sender.Tell(message), null, null)));

    /// <summary>Tells the one given an <see cref="Gone"/> when the watched actor is gone.</summary>
    protected static void Watch(ActorSystem system, IActorRef watchee, IActorRef told) =>
        system.ActorOf(Props.Create(() => new Watcher(watchee, told)));

    protected static Heard EventsOf<T>(ActorSystem system)
    {
        Heard heard = new(system);
        system.EventStream.Subscribe(heard.Ref, typeof(T));
        return heard;
    }
}

/// <summary>What an actor of a test has received.</summary>
public sealed class Heard
{
    private readonly Channel<(object Message, IActorRef Sender)> _received = Channel.CreateUnbounded<(object, IActorRef)>();

    public Heard(ActorSystem system, string? name = null)
    {
        ChannelWriter<(object, IActorRef)> received = _received.Writer;
        Ref = system.ActorOf(
            Props.Create(() => new Script((m, context) => received.TryWrite(ValueTuple.Create(m, context.Sender)), null, null)),
            name);
    }

    public IActorRef Ref { get; }

    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    /// <summary>Waits for one that fits and drops what comes before it.</summary>
    public async Task<T> Until<T>(Predicate<T>? fits = null)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        List<object> before = [];
        try
        {
            while (true)
            {
                (object message, LastSender) = await _received.Reader.ReadAsync(deadline.Token);
                if (message is T wanted && (fits is null || fits(wanted)))
                {
                    return wanted;
                }
                before.Add(message);
            }
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"No such {typeof(T).Name}; there came {string.Join(", ", before)}", e);
        }
    }

    /// <summary>Whether nothing that fits has come up to now.</summary>
    public bool None<T>()
    {
        List<object> all = [];
        while (_received.Reader.TryRead(out (object Message, IActorRef Sender) entry))
        {
            all.Add(entry.Message);
        }
        return !all.OfType<T>().Any();
    }
}

/// <summary>Watches one actor and passes the end of it on; a Terminated itself can't be passed on.</summary>
public sealed class Watcher : ReceiveActor
{
    public Watcher(IActorRef watchee, IActorRef told)
    {
        Context.Watch(watchee);
        Receive<Terminated>(terminated => told.Tell(new Gone(terminated)));
    }
}

public sealed record Gone(Terminated Of);
