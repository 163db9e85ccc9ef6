using Akka.Actor;
using Akka.Event;

namespace GanCluster.Contract.Tests;

public partial class AsyncSpecs : ActorSpec
{
    [Fact]
    public async Task The_mailbox_waits_until_the_handler_has_ended()
    {
        var probe = NewProbe();
        var gate = new TaskCompletionSource();
        var actor = Asynchronous(probe, async (message, _) =>
        {
            probe.Ref.Tell($"begin {message}");
            if (message is 1)
            {
                await gate.Task;
            }

            probe.Ref.Tell($"end {message}");
        });

        actor.Tell(1);
        actor.Tell(2);
        await probe.Expect("begin 1");
        await probe.ExpectNothing();
        gate.SetResult();

        await probe.Expect("end 1", "begin 2", "end 2");
    }

    [Fact]
    public async Task What_follows_an_await_has_the_actors_context()
    {
        var (probe, sender) = (NewProbe(), NewProbe());
        var actor = Asynchronous(probe, async (message, self) =>
        {
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
                Assert.Equal(self.Me, self.MyContext.Self);
            }

            self.MySender.Tell(message);
            self.MyContext.ActorOf(Script.With(), "child");
        });

        actor.Tell("hello", sender.Ref);
        actor.Tell("nobody");

        await sender.Expect("hello");
        Assert.Equal(actor, sender.LastSender);
        await sender.ExpectNothing();
    }

    [Fact]
    public async Task Two_handlers_never_run_at_once()
    {
        var probe = NewProbe();
        var (inside, done) = (0, 0);
        var actor = Asynchronous(probe, async (_, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            await Task.Yield();
            await Task.Run(() => { });
            Interlocked.Decrement(ref inside);
            if (++done == 2000)
            {
                probe.Ref.Tell("done");
            }
        });

        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 500; i++)
            {
                actor.Tell("go");
            }
        });

        await probe.Expect("done");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_exception_is_a_failure_like_any_other(bool late)
    {
        var (probe, errors) = (NewProbe(), Events<Error>());
        var actor = Asynchronous(probe, async (message, _) =>
        {
            if (late)
            {
                await Task.Yield();
            }

            if (message is "fail")
            {
                throw new PlannedException("asynchronous");
            }

            probe.Ref.Tell(message);
        });

        actor.Tell("fail");
        actor.Tell("next");

        await probe.Expect("restarting after fail", "next");
        Assert.IsType<PlannedException>((await errors.Next<Error>()).Cause);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_the_handler()
    {
        var (probe, watcher) = (NewProbe(), NewProbe());
        var gate = new TaskCompletionSource();
        var actor = Asynchronous(probe, async (_, _) =>
        {
            probe.Ref.Tell("begin");
            await gate.Task;
            probe.Ref.Tell("never");
        });
        actor.Tell("go");
        await probe.Expect("begin");

        Assert.True(await actor.GracefulEnd(Sys, watcher));
        gate.SetResult();

        await probe.ExpectNothing();
    }

    [Fact]
    public async Task Cancellation_is_a_failure_too()
    {
        var (probe, errors) = (NewProbe(), Events<Error>());
        var actor = Asynchronous(probe, (_, _) => Task.FromCanceled(new CancellationToken(true)));

        actor.Tell("go");

        Assert.IsAssignableFrom<OperationCanceledException>((await errors.Next<Error>()).Cause);
    }

    private IActorRef Asynchronous(Probe probe, Func<object, Asking, Task> handler)
    {
        return Sys.ActorOf(Props.Create(() => new Asking(handler, probe.Ref)));
    }

    private sealed class Asking : ReceiveActor
    {
        private readonly IActorRef _probe;

        public Asking(Func<object, Asking, Task> handler, IActorRef probe)
        {
            _probe = probe;
            Me = Self;
            ReceiveAnyAsync(message => handler(message, this));
        }

        public IActorRef Me { get; }

        public IActorRef MySender => Sender;

        public IActorContext MyContext => Context;

        protected override void PreRestart(Exception reason, object message)
        {
            _probe.Tell($"restarting after {message}");
            base.PreRestart(reason, message);
        }
    }
}
