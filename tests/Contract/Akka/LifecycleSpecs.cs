using System.Collections.Concurrent;
using Akka.Actor;

namespace GanCluster.Contract.Tests;

public class LifecycleSpecs : ActorSpec
{
    [Fact]
    public async Task PreStart_comes_before_the_first_message_and_PostStop_after_the_last()
    {
        var probe = NewProbe();
        var actor = Start((message, _) => probe.Ref.Tell(message), hook: name => probe.Ref.Tell(name));

        actor.Tell("a message");
        actor.Tell(PoisonPill.Instance);

        await probe.Expect("started", "a message", "stopped");
    }

    [Fact]
    public async Task Poison_waits_for_its_turn_and_what_follows_is_a_dead_letter()
    {
        var (probe, dead) = (NewProbe(), Events<Akka.Event.DeadLetter>());
        var actor = Start((message, _) => probe.Ref.Tell(message));

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(PoisonPill.Instance);
        actor.Tell(3);

        await probe.Expect(1, 2);
        var letter = await dead.Next<Akka.Event.DeadLetter>();
        Assert.Equal((3, actor), (letter.Message, letter.Recipient));
    }

    [Fact]
    public async Task Stop_comes_before_the_messages_that_wait()
    {
        var (probe, dead) = (NewProbe(), Events<Akka.Event.DeadLetter>());
        var actor = Start((message, context) =>
        {
            probe.Ref.Tell(message);
            context.Self.Tell("too late");
            context.Stop(context.Self);
        });

        actor.Tell("go");

        await probe.Expect("go");
        Assert.Equal("too late", (await dead.Next<Akka.Event.DeadLetter>()).Message);
        await probe.ExpectNothing();
    }

    [Fact]
    public async Task Children_stop_before_their_parent()
    {
        var order = new ConcurrentQueue<string>();
        var probe = NewProbe();
        var parent = Start(
            (_, context) =>
            {
                for (var i = 0; i < 3; i++)
                {
                    context.ActorOf(Script.With((_, _) => { }, order.Enqueue));
                }

                context.Stop(context.Self);
            },
            hook: name => probe.Ref.Tell($"parent {name} after {string.Join(" ", order)}"));

        parent.Tell("go");

        await probe.Expect("parent started after ");
        var last = await probe.Next<string>();
        Assert.Equal(3, last.Split("stopped").Length - 2);
    }

    [Fact]
    public async Task A_name_is_taken_until_its_actor_has_stopped()
    {
        var watcher = NewProbe();
        var first = Start((_, _) => { }, "one");
        Assert.Throws<InvalidActorNameException>(() => Start((_, _) => { }, "one"));

        Assert.True(await first.GracefulEnd(Sys, watcher));

        var second = StartWhenFree("one");
        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_parent_can_use_the_name_again_when_it_hears_of_the_end()
    {
        var probe = NewProbe();
        var parent = Start((message, context) =>
        {
            switch (message)
            {
                case "begin":
                    context.Stop(context.Watch(context.ActorOf(Script.With(), "child")));
                    break;
                case Terminated:
                    context.ActorOf(Script.With(), "child");
                    probe.Ref.Tell("again");
                    break;
            }
        });

        parent.Tell("begin");

        await probe.Expect("again");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("$a")]
    [InlineData("a/b")]
    public void Names_that_a_path_cannot_hold_are_refused(string name)
    {
        Assert.Throws<InvalidActorNameException>(() => Start((_, _) => { }, name));
    }

    [Fact]
    public async Task A_stopping_actor_gets_no_more_children()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new LateParent(probe.Ref)));

        actor.Tell(PoisonPill.Instance);

        await probe.Expect(typeof(InvalidOperationException));
    }

    [Fact]
    public async Task Children_are_found_by_name()
    {
        var probe = NewProbe();
        var parent = Start((_, context) =>
        {
            var child = context.ActorOf(Script.With(), "child");
            probe.Ref.Tell(context.Child("child").Equals(child) && context.GetChildren().Single().Equals(child));
            probe.Ref.Tell(context.Child("other").IsNobody());
            probe.Ref.Tell(child.Path.Parent.Equals(context.Self.Path));
        });

        parent.Tell("go");

        await probe.Expect(true, true, true);
    }

    [Fact]
    public async Task Without_messages_a_receive_timeout_comes_again_and_again()
    {
        var probe = NewProbe();
        var actor = Start((message, context) =>
        {
            if (message is "begin")
            {
                context.SetReceiveTimeout(TimeSpan.FromMilliseconds(20));
            }
            else if (message is ReceiveTimeout)
            {
                probe.Ref.Tell("silence");
            }
        });

        actor.Tell("begin");

        await probe.Expect("silence", "silence");
    }

    /// <summary>The guardian frees the name a moment after the watchers have heard.</summary>
    private IActorRef StartWhenFree(string name)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            try
            {
                return Start((_, _) => { }, name);
            }
            catch (InvalidActorNameException) when (!deadline.IsCancellationRequested)
            {
                Thread.Yield();
            }
        }
    }

    private sealed class LateParent(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            Unhandled(message);
        }

        protected override void PostStop()
        {
            probe.Tell(Record.Exception(() => Context.ActorOf(Props.Create(() => new LateParent(probe))))!.GetType());
        }
    }
}

internal static class Ends
{
    /// <summary>Stops the actor and waits until a watcher has heard of it.</summary>
    public static async Task<bool> GracefulEnd(this IActorRef actor, ActorSystem system, Probe watcher)
    {
        var reaper = system.ActorOf(Script.With((message, context) => Watch(message, context, watcher.Ref)));
        reaper.Tell(actor);
        return (await watcher.Next<Ended>()).Actor.Equals(actor);
    }

    private static void Watch(object message, IUntypedActorContext context, IActorRef watcher)
    {
        if (message is IActorRef target)
        {
            context.Watch(target);
            context.Stop(target);
        }
        else
        {
            watcher.Tell(Ended.Wrap(message));
        }
    }
}
