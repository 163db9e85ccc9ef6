using Akka.Actor;

namespace GanCluster.Contract.Tests;

public class DeathWatchSpecs : ActorSpec
{
    [Fact]
    public async Task The_end_comes_after_all_that_the_actor_has_sent()
    {
        var probe = NewProbe();
        var talker = Start((message, context) =>
        {
            for (var i = 0; i < 100; i++)
            {
                context.Sender.Tell(i);
            }

            context.Stop(context.Self);
        });
        var watcher = Watching(probe, (context, target) =>
        {
            context.Watch(target);
            target.Tell("talk");
        });

        watcher.Tell(talker);

        await probe.Expect([.. Enumerable.Range(0, 100).Cast<object>()]);
        var end = (await probe.Next<Ended>()).Notice;
        Assert.Equal((talker, true, false), (end.ActorRef, end.ExistenceConfirmed, end.AddressTerminated));
    }

    [Fact]
    public async Task A_watch_of_one_that_has_stopped_is_answered_at_once()
    {
        var (probe, first) = (NewProbe(), NewProbe());
        var actor = Start((_, _) => { });
        await actor.GracefulEnd(Sys, first);

        Watching(probe, (context, target) => context.Watch(target)).Tell(actor);

        Assert.Equal(actor, (await probe.Next<Ended>()).Actor);
    }

    [Fact]
    public async Task Two_watches_give_one_message()
    {
        var probe = NewProbe();
        var watcher = Watching(probe, (context, target) =>
        {
            context.Watch(target);
            context.Watch(target);
            context.Stop(target);
        });

        watcher.Tell(Start((_, _) => { }));

        await probe.Next<Ended>();
        watcher.Tell("after");
        await probe.Expect("after");
    }

    [Fact]
    public async Task WatchWith_delivers_the_message_given()
    {
        var probe = NewProbe();

        Watching(probe, (context, target) => context.Stop(context.WatchWith(target, "gone"))).Tell(Start((_, _) => { }));

        await probe.Expect("gone");
    }

    [Fact]
    public async Task Nothing_comes_after_Unwatch_even_if_it_waits_in_the_mailbox()
    {
        var (probe, other) = (NewProbe(), NewProbe());
        var target = Start((_, _) => { });
        using var ended = new ManualResetEventSlim();
        var watcher = Sys.ActorOf(Script.With(
            (message, context) =>
            {
                if (message is IActorRef)
                {
                    context.Watch(target);
                }
                else if (message is "wait")
                {
                    ended.Wait(TimeSpan.FromSeconds(20));
                    context.Unwatch(target);
                }
                else
                {
                    probe.Ref.Tell(Ended.Wrap(message));
                }
            },
            null,
            null));
        watcher.Tell(target);
        watcher.Tell("wait");

        await target.GracefulEnd(Sys, other);
        ended.Set();
        watcher.Tell("after");

        await probe.Expect("after");
    }

    [Fact]
    public async Task An_unhandled_end_is_the_watchers_end_too()
    {
        var probe = NewProbe();
        var target = Start((_, _) => { });
        var bound = Sys.ActorOf(Props.Create(() => new Bound(target)));
        Watching(probe, (context, actor) => context.Watch(actor)).Tell(bound);

        Sys.Stop(target);

        Assert.Equal(bound, (await probe.Next<Ended>()).Actor);
    }

    [Fact]
    public async Task A_restart_is_no_end_and_keeps_the_watches()
    {
        var probe = NewProbe();
        var target = Start((_, _) => throw new PlannedException("target"));
        var watcher = Sys.ActorOf(Script.With(
            (message, context) =>
            {
                switch (message)
                {
                    case IActorRef actor:
                        context.Watch(actor);
                        break;
                    case "fail":
                        throw new PlannedException("watcher");
                    default:
                        probe.Ref.Tell(Ended.Wrap(message));
                        break;
                }
            },
            null,
            null));
        watcher.Tell(target);
        watcher.Tell("fail");
        target.Tell("fail");
        watcher.Tell("still here");
        await probe.Expect("still here");

        Sys.Stop(target);

        Assert.Equal(target, (await probe.Next<Ended>()).Actor);
    }

    private IActorRef Watching(Probe probe, Action<IUntypedActorContext, IActorRef> begin)
    {
        return Start((message, context) =>
        {
            if (message is IActorRef target)
            {
                begin(context, target);
            }
            else
            {
                probe.Ref.Tell(Ended.Wrap(message));
            }
        });
    }

    private sealed class Bound : ReceiveActor
    {
        public Bound(IActorRef target)
        {
            Context.Watch(target);
            Receive<string>(_ => { });
        }
    }
}
