using Akka.Actor;
using Akka.Event;

namespace GanCluster.Contract.Tests;

public class SupervisionSpecs : ActorSpec
{
    [Fact]
    public async Task A_restart_keeps_the_mailbox_and_loses_the_message_and_the_state()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Counter(probe.Ref)));

        foreach (var message in new object[] { "count", "count", "fail", "count", "count" })
        {
            actor.Tell(message);
        }

        await probe.Expect(1, 2, "restarting after fail", 1, 2);
    }

    [Fact]
    public async Task Resume_keeps_the_state()
    {
        var probe = NewProbe();
        var actor = await Supervised(probe, _ => Directive.Resume);

        foreach (var message in new object[] { "count", "fail", "count" })
        {
            actor.Tell(message);
        }

        await probe.Expect(1, 2);
    }

    [Fact]
    public async Task Stop_ends_the_child()
    {
        var (probe, dead) = (NewProbe(), Events<DeadLetter>());
        var actor = await Supervised(probe, _ => Directive.Stop);

        actor.Tell("fail");
        actor.Tell("count");

        Assert.Equal("count", (await dead.Next<DeadLetter>()).Message);
        await probe.ExpectNothing();
    }

    [Fact]
    public async Task Escalate_fails_the_supervisor_whose_restart_stops_its_children()
    {
        var (probe, hooks) = (NewProbe(), NewProbe());
        var supervisor = Sys.ActorOf(Script.With(
            (message, context) => context.Sender.Tell(context.ActorOf((Props)message)),
            name => hooks.Ref.Tell(name),
            new OneForOneStrategy(_ => Directive.Escalate)));
        var child = await supervisor.Ask<IActorRef>(Props.Create(() => new Counter(probe.Ref)), Deadline);

        child.Tell("fail");

        await hooks.Expect("started");
        Assert.StartsWith("restarting after", await hooks.Next<string>(), StringComparison.Ordinal);
        await hooks.Expect("stopped", "started");
        var anew = await supervisor.Ask<IActorRef>(Props.Create(() => new Counter(probe.Ref)), Deadline);
        anew.Tell("count");
        await probe.Expect(1);
    }

    [Fact]
    public async Task A_failing_constructor_stops_the_actor()
    {
        var (watcher, errors) = (NewProbe(), Events<Error>());
        var actor = Sys.ActorOf(Props.Create(() => new Unstartable(true)));

        var error = await errors.Next<Error>();
        Assert.IsType<ActorInitializationException>(error.Cause);
        Assert.Equal(actor.Path.ToString(), error.LogSource);
        Assert.True(await actor.GracefulEnd(Sys, watcher));
    }

    [Fact]
    public async Task A_failing_PreStart_stops_the_actor()
    {
        var errors = Events<Error>();
        Sys.ActorOf(Props.Create(() => new Unstartable(false)));

        var error = await errors.Next<Error>();
        Assert.IsType<PlannedException>(Assert.IsType<ActorInitializationException>(error.Cause).InnerException);
    }

    [Fact]
    public async Task A_supervisor_may_have_a_failed_constructor_tried_again()
    {
        var probe = NewProbe();
        var tries = new int[1];
        var supervisor = Sys.ActorOf(Script.With(
            (message, context) => context.Sender.Tell(context.ActorOf((Props)message)), null, new OneForOneStrategy(_ => Directive.Restart)));
        var child = await supervisor.Ask<IActorRef>(Props.Create(() => new ThirdTime(tries)), Deadline);

        child.Tell("hello", probe.Ref);

        await probe.Expect(3);
    }

    [Fact]
    public async Task More_restarts_than_allowed_stop_the_child()
    {
        var (probe, dead) = (NewProbe(), Events<DeadLetter>());
        var supervisor = Sys.ActorOf(Script.With(
            (message, context) => context.Sender.Tell(context.ActorOf((Props)message)),
            null,
            new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart)));
        var child = await supervisor.Ask<IActorRef>(Props.Create(() => new Counter(probe.Ref)), Deadline);

        foreach (var message in new object[] { "fail", "fail", "count", "fail", "count" })
        {
            child.Tell(message);
        }

        await probe.Expect("restarting after fail", "restarting after fail", 1);
        Assert.Equal("count", (await dead.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task Props_may_carry_the_strategy_for_the_children()
    {
        var (probe, dead) = (NewProbe(), Events<DeadLetter>());
        var supervisor = Sys.ActorOf(Script.With((message, context) => context.Sender.Tell(context.ActorOf((Props)message)))
            .WithSupervisorStrategy(SupervisorStrategy.StoppingStrategy));
        var child = await supervisor.Ask<IActorRef>(Props.Create(() => new Counter(probe.Ref)), Deadline);

        child.Tell("fail");
        child.Tell("count");

        Assert.Equal("count", (await dead.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_failure_is_an_error_event_with_its_cause_and_the_actors_path()
    {
        var (probe, errors) = (NewProbe(), Events<Error>());
        var actor = Sys.ActorOf(Props.Create(() => new Counter(probe.Ref)));

        actor.Tell("fail");

        var error = await errors.Next<Error>();
        Assert.IsType<PlannedException>(error.Cause);
        Assert.Equal((actor.Path.ToString(), "as planned"), (error.LogSource, error.Message.ToString()));
    }

    [Fact]
    public async Task A_failure_after_the_restart_stops_the_actor()
    {
        var (watcher, errors) = (NewProbe(), Events<Error>());
        var actor = Sys.ActorOf(Props.Create(() => new OnceOnly(new int[1])));

        actor.Tell("fail");

        Assert.IsType<PlannedException>((await errors.Next<Error>()).Cause);
        Assert.IsType<PostRestartException>((await errors.Next<Error>()).Cause);
        Assert.True(await actor.GracefulEnd(Sys, watcher));
    }

    private async Task<IActorRef> Supervised(Probe probe, Func<Exception, Directive> decider)
    {
        var supervisor = Sys.ActorOf(Script.With(
            (message, context) => context.Sender.Tell(context.ActorOf((Props)message)), null, new OneForOneStrategy(decider)));
        return await supervisor.Ask<IActorRef>(Props.Create(() => new Counter(probe.Ref)), Deadline);
    }

    private sealed class Counter : ReceiveActor
    {
        private readonly IActorRef _probe;
        private int _count;

        public Counter(IActorRef probe)
        {
            _probe = probe;
            Receive<string>(_ => probe.Tell(++_count), message => message == "count");
            Receive<string>(_ => throw new PlannedException("as planned"));
        }

        protected override void PreRestart(Exception reason, object message)
        {
            _probe.Tell($"restarting after {message}");
            base.PreRestart(reason, message);
        }
    }

    private sealed class Unstartable : ReceiveActor
    {
        public Unstartable(bool atOnce)
        {
            if (atOnce)
            {
                throw new PlannedException("no constructor");
            }
        }

        protected override void PreStart()
        {
            throw new PlannedException("no start");
        }
    }

    private sealed class ThirdTime : ReceiveActor
    {
        public ThirdTime(int[] tries)
        {
            if (++tries[0] < 3)
            {
                throw new PlannedException("not yet");
            }

            ReceiveAny(_ => Sender.Tell(tries[0]));
        }
    }

    private sealed class OnceOnly : ReceiveActor
    {
        public OnceOnly(int[] tries)
        {
            if (++tries[0] > 1)
            {
                throw new PlannedException("no second time");
            }

            ReceiveAny(_ => throw new PlannedException("first"));
        }
    }
}
