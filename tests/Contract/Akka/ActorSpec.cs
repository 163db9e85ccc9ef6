using System.Threading.Channels;
using Akka.Actor;

namespace GanCluster.Contract.Tests;

/// <summary>A quiet actor system for one test. Every wait has a deadline.</summary>
public abstract class ActorSpec : IAsyncLifetime
{
    protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    protected ActorSystem Sys { get; } = ActorSystem.Create("spec", "akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }");

    public Task InitializeAsync()
    {
        return Task.CompletedTask;
    }

    public Task DisposeAsync()
    {
        return Sys.Terminate().WaitAsync(Deadline);
    }

    protected Probe NewProbe()
    {
        return new Probe(Sys);
    }

    protected Probe Events<T>()
    {
        var probe = NewProbe();
        Sys.EventStream.Subscribe(probe.Ref, typeof(T));
        return probe;
    }

    protected IActorRef Start(Action<object, IUntypedActorContext> receive, string? name = null, Action<string>? hook = null)
    {
        return Sys.ActorOf(Script.With(receive, hook), name);
    }
}

/// <summary>An actor of a test, and what it has received.</summary>
public sealed class Probe
{
    private readonly Channel<(object Message, IActorRef Sender)> _received = Channel.CreateUnbounded<(object, IActorRef)>();

    public Probe(ActorSystem system)
    {
        var received = _received;
        Ref = system.ActorOf(Script.With((m, c) => received.Writer.TryWrite(ValueTuple.Create(m, c.Sender))));
    }

    public IActorRef Ref { get; }

    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    public async Task<T> Next<T>()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (message, sender) = await _received.Reader.ReadAsync(deadline.Token);
        LastSender = sender;
        return Assert.IsAssignableFrom<T>(message);
    }

    public async Task Expect(params object[] messages)
    {
        foreach (var message in messages)
        {
            Assert.Equal(message, await Next<object>());
        }
    }

    /// <summary>Nothing else has come before a message sent now.</summary>
    public async Task ExpectNothing()
    {
        var marker = new object();
        Ref.Tell(marker);
        Assert.Same(marker, await Next<object>());
    }
}

/// <summary>An actor whose behaviour is given; hooks are told of its life by name.</summary>
public sealed class Script(Action<object, IUntypedActorContext> receive, Action<string>? hook, SupervisorStrategy? strategy) : UntypedActor
{
    public static Props With(
        Action<object, IUntypedActorContext>? receive = null, Action<string>? hook = null, SupervisorStrategy? strategy = null)
    {
        receive ??= (_, _) => { };
        return Props.Create(() => new Script(receive, hook, strategy));
    }

    protected override void OnReceive(object message)
    {
        receive(message, Context);
    }

    protected override void PreStart()
    {
        hook?.Invoke("started");
    }

    protected override void PostStop()
    {
        hook?.Invoke("stopped");
    }

    protected override void PreRestart(Exception reason, object message)
    {
        hook?.Invoke($"restarting after {message}");
        base.PreRestart(reason, message);
    }

    protected override SupervisorStrategy SupervisorStrategy()
    {
        return strategy ?? base.SupervisorStrategy();
    }
}

/// <summary>A failure that a test asks for.</summary>
public sealed class PlannedException(string message) : Exception(message);

/// <summary>Carries a Terminated: an actor that did not watch would never see one that is forwarded to it.</summary>
public sealed record Ended(Terminated Notice)
{
    public IActorRef Actor => Notice.ActorRef;

    /// <summary>What to forward of a message.</summary>
    public static object Wrap(object message)
    {
        return message is Terminated notice ? new Ended(notice) : message;
    }
}
