using Akka.Actor;
using Akka.Event;

namespace GanCluster.Contract.Tests;

public class BehaviourSpecs : ActorSpec
{
    [Fact]
    public async Task The_first_handler_that_fits_takes_the_message()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Ordered(probe.Ref)));

        foreach (var message in new object[] { 1, 20, "text", 2.5 })
        {
            actor.Tell(message);
        }

        await probe.Expect("small 1", "comparable 20", "comparable text", "comparable 2.5");
    }

    [Fact]
    public async Task Become_replaces_all_handlers_until_the_actor_restarts()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Changing(probe.Ref)));

        foreach (var message in new object[] { "a", "change", "b", "fail", "c" })
        {
            actor.Tell(message);
        }

        await probe.Expect("first a", "second b", "first c");
    }

    [Fact]
    public async Task What_the_constructor_became_goes_before_the_constructors_own_handlers()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new BecomingAtOnce(probe.Ref)));

        actor.Tell("a");

        await probe.Expect("became a");
    }

    [Fact]
    public async Task A_stacked_behaviour_gives_way_to_the_one_before()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Stacked(probe.Ref)));

        foreach (var message in new object[] { "push", "a", "pop", "b" })
        {
            actor.Tell(message);
        }

        await probe.Expect("pushed a", "plain b");
    }

    [Fact]
    public async Task What_no_handler_takes_is_published_as_unhandled()
    {
        var (probe, unhandled) = (NewProbe(), Events<UnhandledMessage>());
        var actor = Sys.ActorOf(Props.Create(() => new Ordered(probe.Ref)));
        var message = new object();

        actor.Tell(message, probe.Ref);

        var seen = await unhandled.Next<UnhandledMessage>();
        Assert.Same(message, seen.Message);
        Assert.Equal((probe.Ref, actor), (seen.Sender, seen.Recipient));
    }

    [Fact]
    public async Task Nothing_can_be_received_after_anything()
    {
        var errors = Events<Error>();

        Sys.ActorOf(Props.Create(() => new AfterAny()));

        Assert.Contains("catches all", (await errors.Next<Error>()).Cause!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handlers_are_added_in_the_constructor_or_in_Become_only()
    {
        var errors = Events<Error>();

        Sys.ActorOf(Props.Create(() => new AddingLate())).Tell("now");

        Assert.IsType<InvalidOperationException>((await errors.Next<Error>()).Cause);
    }

    [Fact]
    public async Task Arguments_of_the_constructor_are_evaluated_once()
    {
        var probe = NewProbe();
        var argument = 1;
        var actor = Sys.ActorOf(Props.Create(() => new Holder(argument, probe.Ref)));
        argument = 2;

        actor.Tell("fail");
        actor.Tell("value");

        await probe.Expect(1);
    }

    [Fact]
    public void Props_want_a_constructor()
    {
        Assert.ThrowsAny<Exception>(() => Props.Create(() => Make()));
    }

    private static AfterAny Make()
    {
        throw new InvalidOperationException();
    }

    private sealed class Ordered : ReceiveActor
    {
        public Ordered(IActorRef probe)
        {
            Receive<int>(number => probe.Tell($"small {number}"), number => number < 10);
            Receive<IComparable>(value => probe.Tell(FormattableString.Invariant($"comparable {value}")));
        }
    }

    private sealed class Changing : ReceiveActor
    {
        public Changing(IActorRef probe)
        {
            Receive<string>(_ => Become(() => Second(probe)), message => message == "change");
            Receive<string>(message => probe.Tell($"first {message}"));
        }

        private void Second(IActorRef probe)
        {
            Receive<string>(_ => throw new PlannedException("second"), message => message == "fail");
            Receive<string>(message => probe.Tell($"second {message}"));
        }
    }

    private sealed class Stacked : ReceiveActor
    {
        public Stacked(IActorRef probe)
        {
            Receive<string>(_ => BecomeStacked(() => Pushed(probe)), message => message == "push");
            Receive<string>(message => probe.Tell($"plain {message}"));
        }

        private void Pushed(IActorRef probe)
        {
            Receive<string>(_ => UnbecomeStacked(), message => message == "pop");
            Receive<string>(message => probe.Tell($"pushed {message}"));
        }
    }

    private sealed class AfterAny : ReceiveActor
    {
        public AfterAny()
        {
            ReceiveAny(_ => { });
            Receive<int>(_ => { });
        }
    }

    private sealed class AddingLate : ReceiveActor
    {
        public AddingLate()
        {
            ReceiveAny(_ => Receive<int>(_ => { }));
        }
    }

    private sealed class Holder : ReceiveActor
    {
        public Holder(int value, IActorRef probe)
        {
            Receive<string>(_ => throw new PlannedException("holder"), message => message == "fail");
            ReceiveAny(_ => probe.Tell(value));
        }
    }

    private sealed class BecomingAtOnce : ReceiveActor
    {
        public BecomingAtOnce(IActorRef probe)
        {
            Receive<string>(text => probe.Tell($"constructed {text}"));
            Become(() => Receive<string>(text => probe.Tell($"became {text}")));
        }
    }
}
