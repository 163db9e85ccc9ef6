using Akka.Actor;
using Akka.Event;

namespace GanCluster.Contract.Tests;

/// <summary>No message is lost or handled twice, whatever fails and stops meanwhile.</summary>
public class StressSpecs : ActorSpec
{
    [Fact]
    public async Task Every_message_is_handled_or_fails_or_is_a_dead_letter()
    {
        const int Actors = 100;
        const int Each = 400;
        const int Total = Actors * (Each + 1);
        var counts = new Counts();
        var all = new TaskCompletionSource();
        var mourner = Start((message, _) => counts.Add(ref counts.Dead, all, Total, message is DeadLetter { Message: Work }));
        Sys.EventStream.Subscribe(mourner, typeof(DeadLetter));
        var actors = Enumerable.Range(0, Actors).Select(i => Sys.ActorOf(Props.Create(() => new Worker(counts, all, Total)))).ToArray();

        Parallel.For(0, 4, sender =>
        {
            for (var i = 0; i < Each / 4; i++)
            {
                foreach (var actor in actors)
                {
                    actor.Tell(new Work((sender * 7 + i) % 23));
                }
            }

            foreach (var actor in actors.Where((_, index) => index % 4 == sender && index % 3 == 0))
            {
                Sys.Stop(actor);
            }
        });

        // The last message of each: it brings back what is stashed.
        foreach (var actor in actors)
        {
            actor.Tell(new Work(0));
        }

        await all.Task.WaitAsync(Deadline);
        Assert.Equal(Total, counts.Handled + counts.Failed + counts.Dead);
        Assert.True(counts.Failed > 0);
    }

    [Fact]
    public async Task A_ring_of_actors_passes_every_token_on()
    {
        var probe = NewProbe();
        var next = probe.Ref;
        for (var i = 0; i < 200; i++)
        {
            var to = next;
            next = Start((message, _) => to.Tell(message));
        }

        for (var token = 0; token < 200; token++)
        {
            next.Tell(token);
        }

        await probe.Expect([.. Enumerable.Range(0, 200).Cast<object>()]);
    }

    [Fact]
    public async Task Trees_of_actors_end_whole_while_their_members_fail()
    {
        var (watcher, live) = (NewProbe(), new int[1]);
        for (var round = 0; round < 10; round++)
        {
            var root = Sys.ActorOf(Props.Create(() => new Branch(3, live)));
            for (var i = 0; i < 20; i++)
            {
                root.Tell(i);
            }

            Assert.True(await root.GracefulEnd(Sys, watcher));
        }

        Assert.Equal(0, Volatile.Read(ref live[0]));
    }

    [Fact]
    public async Task A_system_terminates_in_the_middle_of_everything()
    {
        var live = new int[1];
        var roots = Enumerable.Range(0, 50).Select(_ => Sys.ActorOf(Props.Create(() => new Branch(2, live)))).ToArray();
        Parallel.For(0, 4, sender =>
        {
            for (var i = 0; i < 50; i++)
            {
                roots[(sender + i) % roots.Length].Tell(i);
            }
        });

        await Sys.Terminate().WaitAsync(Deadline);

        Assert.Equal(0, Volatile.Read(ref live[0]));
    }

    private sealed record Work(int Number);

    private sealed class Counts
    {
        public int Handled;
        public int Failed;
        public int Dead;
        private int _sum;

        public void Add(ref int count, TaskCompletionSource all, int total, bool counts = true)
        {
            if (!counts)
            {
                return;
            }

            Interlocked.Increment(ref count);
            if (Interlocked.Increment(ref _sum) == total)
            {
                all.TrySetResult();
            }
        }
    }

    private sealed class Worker : ReceiveActor, IWithUnboundedStash
    {
        public Worker(Counts counts, TaskCompletionSource all, int total)
        {
            var seen = new HashSet<Work>(ReferenceEqualityComparer.Instance);
            Receive<Work>(
                _ =>
                {
                    counts.Add(ref counts.Failed, all, total);
                    throw new PlannedException("work");
                },
                work => work.Number == 5);
            ReceiveAsync<Work>(
                async _ =>
                {
                    counts.Add(ref counts.Handled, all, total);
                    await Task.Yield();
                },
                work => work.Number == 11);
            Receive<Work>(work =>
            {
                if (work.Number == 7 && seen.Add(work))
                {
                    Stash!.Stash();
                    return;
                }

                counts.Add(ref counts.Handled, all, total);
                Stash!.UnstashAll();
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Branch : ReceiveActor
    {
        private readonly int[] _live;

        public Branch(int depth, int[] live)
        {
            _live = live;
            var children = depth == 0
                ? []
                : Enumerable.Range(0, 3).Select(_ => Context.ActorOf(Props.Create(() => new Branch(depth - 1, live)))).ToList();
            Receive<int>(number =>
            {
                children.ForEach(child => child.Tell(number + 1));
                if (number % 7 == 3)
                {
                    throw new PlannedException("branch");
                }
            });
        }

        protected override void PreStart()
        {
            Interlocked.Increment(ref _live[0]);
        }

        protected override void PostStop()
        {
            Interlocked.Decrement(ref _live[0]);
        }
    }
}
