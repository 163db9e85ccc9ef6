using Akka.Actor;

namespace GanCluster.Contract.Tests;

public class TimerSpecs : ActorSpec
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(60);

    [Fact]
    public async Task A_single_timer_fires_once_and_is_active_until_then()
    {
        var probe = NewProbe();
        var actor = Timed((message, timers) =>
        {
            if (message is "begin")
            {
                timers.StartSingleTimer("key", "tick", Soon);
                probe.Ref.Tell(timers.IsTimerActive("key"));
            }
            else
            {
                probe.Ref.Tell(message);
                probe.Ref.Tell(timers.IsTimerActive("key"));
            }
        });

        actor.Tell("begin");

        await probe.Expect(true, "tick", false);
    }

    [Fact]
    public async Task A_periodic_timer_fires_until_it_is_cancelled()
    {
        var probe = NewProbe();
        var ticks = 0;
        var actor = Timed((message, timers) =>
        {
            if (message is "begin")
            {
                timers.StartPeriodicTimer("key", "tick", Soon, Soon);
            }
            else if (++ticks == 3)
            {
                timers.Cancel("key");
                timers.StartSingleTimer("other", "end", Later);
            }

            probe.Ref.Tell(message);
        });

        actor.Tell("begin");

        await probe.Expect("begin", "tick", "tick", "tick", "end");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tick_that_waits_in_the_mailbox_is_dropped_when_its_timer_is_cancelled_or_replaced(bool replace)
    {
        var probe = NewProbe();
        using var due = new ManualResetEventSlim();
        var clock = Timed((message, timers) =>
        {
            if (message is "begin")
            {
                timers.StartSingleTimer("key", "later", Later);
            }
            else
            {
                due.Set();
            }
        });
        var actor = Timed((message, timers) =>
        {
            if (message is not "begin")
            {
                probe.Ref.Tell(message);
                return;
            }

            timers.StartSingleTimer("key", "old", Soon);
            clock.Tell("begin");
            due.Wait(Deadline);
            if (replace)
            {
                timers.StartSingleTimer("key", "new", Soon);
            }
            else
            {
                timers.Cancel("key");
            }
        });

        actor.Tell("begin");
        actor.Tell("after");

        await probe.Expect("after");
        if (replace)
        {
            await probe.Expect("new");
        }
        else
        {
            await probe.ExpectNothing();
        }
    }

    [Fact]
    public async Task A_restart_cancels_all_timers_and_a_constructor_may_start_them()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new FromConstructor(probe.Ref, new int[1])));
        await probe.Expect("tick of 1");

        actor.Tell("fail");

        var next = await probe.Next<string>();
        while (next == "tick of 1")
        {
            next = await probe.Next<string>();
        }

        await probe.Expect("tick of 2", "tick of 2");
    }

    private IActorRef Timed(Action<object, ITimerScheduler> receive)
    {
        return Sys.ActorOf(Props.Create(() => new TimedScript(receive)));
    }

    private sealed class TimedScript(Action<object, ITimerScheduler> receive) : UntypedActor, IWithTimers
    {
        public ITimerScheduler Timers { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            receive(message, Timers);
        }
    }

    private sealed class FromConstructor : ReceiveActor, IWithTimers
    {
        public FromConstructor(IActorRef probe, int[] incarnations)
        {
            var number = ++incarnations[0];
            Timers!.StartPeriodicTimer("key", number, Soon, Soon);
            Receive<int>(tick => probe.Tell($"tick of {tick}"));
            ReceiveAny(_ => throw new PlannedException("timers"));
        }

        public ITimerScheduler Timers { get; set; }
    }
}
