using System.Collections.Concurrent;
using Akka;
using Akka.Actor;

namespace GanCluster.Contract.Tests;

public class TerminationSpecs : ActorSpec
{
    [Fact]
    public async Task Every_actor_stops_before_its_parent_and_before_the_system_has_terminated()
    {
        var order = new ConcurrentQueue<string>();
        var deepest = Sys.ActorOf(Props.Create(() => new Nested(3, order)));
        Assert.Equal("ready", await deepest.Ask<string>("ready?", Deadline));

        await Sys.Terminate().WaitAsync(Deadline);

        Assert.Equal(["0", "1", "2", "3"], order);
        Assert.True(Sys.WhenTerminated.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Termination_waits_for_no_message_and_creates_nothing_after()
    {
        var actor = Start((_, context) => context.Self.Tell("again"));
        actor.Tell("begin");

        await Sys.Terminate().WaitAsync(Deadline);

        Assert.Throws<InvalidOperationException>(() => Start((_, _) => { }));
        actor.Tell("nobody minds");
    }

    [Fact]
    public async Task Actors_created_while_the_system_terminates_are_refused_or_stopped()
    {
        var (started, stopped) = (0, 0);
        var creating = Task.Run(() =>
        {
            while (true)
            {
                try
                {
                    Start((_, _) => { }, hook: name => Interlocked.Increment(ref name == "started" ? ref started : ref stopped));
                }
                catch (InvalidOperationException)
                {
                    return;
                }
            }
        });

        await Sys.Terminate().WaitAsync(Deadline);
        await creating.WaitAsync(Deadline);

        Assert.Equal(started, stopped);
    }

    [Fact]
    public async Task Shutdown_runs_its_phases_in_order_and_then_terminates()
    {
        var order = new ConcurrentQueue<string>();
        var shutdown = CoordinatedShutdown.Get(Sys);
        foreach (var phase in new[]
        {
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate, CoordinatedShutdown.PhaseClusterLeave, CoordinatedShutdown.PhaseServiceStop,
            CoordinatedShutdown.PhaseBeforeServiceUnbind,
        })
        {
            shutdown.AddTask(phase, phase, async () =>
            {
                await Task.Yield();
                order.Enqueue(phase);
                return Done.Instance;
            });
        }

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Deadline);

        Assert.Equal(["before-service-unbind", "service-stop", "cluster-leave", "before-actor-system-terminate"], order);
        Assert.True(Sys.WhenTerminated.IsCompleted);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task A_failing_task_does_not_hold_the_shutdown_up()
    {
        CoordinatedShutdown.Get(Sys).AddTask(CoordinatedShutdown.PhaseServiceStop, "fails", () => throw new PlannedException("task"));

        await Sys.Terminate().WaitAsync(Deadline);
    }

    [Fact]
    public async Task Terminate_runs_the_shutdown_once()
    {
        var runs = 0;
        CoordinatedShutdown.Get(Sys).AddTask(CoordinatedShutdown.PhaseServiceStop, "counts", () =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(Done.Instance);
        });

        await Task.WhenAll(Sys.Terminate(), CoordinatedShutdown.Get(Sys).Run(CoordinatedShutdown.ClrExitReason.Instance), Sys.Terminate())
            .WaitAsync(Deadline);

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Callbacks_of_the_termination_run()
    {
        var called = new TaskCompletionSource();
        Sys.RegisterOnTermination(called.SetResult);

        await Sys.Terminate().WaitAsync(Deadline);

        await called.Task.WaitAsync(Deadline);
    }

    private sealed class Nested : ReceiveActor
    {
        private readonly ConcurrentQueue<string> _order;
        private readonly int _depth;

        public Nested(int depth, ConcurrentQueue<string> order)
        {
            (_depth, _order) = (depth, order);
            var child = depth == 0 ? null : Context.ActorOf(Props.Create(() => new Nested(depth - 1, order)));
            ReceiveAny(message =>
            {
                if (child is null)
                {
                    Sender.Tell("ready");
                }
                else
                {
                    child.Tell(message, Sender);
                }
            });
        }

        protected override void PostStop()
        {
            _order.Enqueue(FormattableString.Invariant($"{_depth}"));
        }
    }
}
