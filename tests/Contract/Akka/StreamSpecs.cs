using Akka.Actor;
using Akka.Event;

namespace GanCluster.Contract.Tests;

public class StreamSpecs : ActorSpec
{
    [Fact]
    public async Task A_subscription_takes_the_subclasses_too_and_each_event_once()
    {
        var probe = NewProbe();
        Assert.True(Sys.EventStream.Subscribe(probe.Ref, typeof(Parent)));
        Assert.False(Sys.EventStream.Subscribe(probe.Ref, typeof(Parent)));
        Sys.EventStream.Subscribe(probe.Ref, typeof(Child));
        var (parent, child) = (new Parent(), new Child());

        Sys.EventStream.Publish(parent);
        Sys.EventStream.Publish("no");
        Sys.EventStream.Publish(child);

        await probe.Expect(parent, child);
        await probe.ExpectNothing();
    }

    [Fact]
    public async Task Nothing_comes_after_the_end_of_a_subscription()
    {
        var probe = Events<Parent>();

        Assert.True(Sys.EventStream.Unsubscribe(probe.Ref, typeof(Parent)));
        Sys.EventStream.Publish(new Parent());

        await probe.ExpectNothing();
    }

    [Fact]
    public async Task A_message_for_nobody_is_a_dead_letter_with_sender_and_recipient()
    {
        var (probe, watcher, dead) = (NewProbe(), NewProbe(), Events<DeadLetter>());
        var actor = Start((_, _) => { });
        await actor.GracefulEnd(Sys, watcher);

        actor.Tell("hello", probe.Ref);

        var letter = await dead.Next<DeadLetter>();
        Assert.Equal(("hello", probe.Ref, actor), (letter.Message, letter.Sender, letter.Recipient));
    }

    [Fact]
    public async Task A_dead_subscriber_of_dead_letters_does_no_harm()
    {
        var (gone, watcher, dead) = (NewProbe(), NewProbe(), Events<DeadLetter>());
        Sys.EventStream.Subscribe(gone.Ref, typeof(DeadLetter));
        await gone.Ref.GracefulEnd(Sys, watcher);

        gone.Ref.Tell("hello");

        Assert.Equal("hello", (await dead.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task Logging_publishes_what_the_level_admits()
    {
        var events = Events<LogEvent>();
        var actor = Start((_, context) =>
        {
            var log = context.GetLogger();
            log.Info("not at this level");
            log.Warning("{0} and {1}", 1, "two");
            log.Error(new PlannedException("cause"), "an error");
        });

        actor.Tell("go");

        var warning = await events.Next<Warning>();
        Assert.Equal("1 and two", warning.Message.ToString());
        var error = await events.Next<Error>();
        Assert.IsType<PlannedException>(error.Cause);
        Assert.Contains(actor.Path.ToString(), error.LogSource, StringComparison.Ordinal);
    }

    private class Parent;

    private sealed class Child : Parent;
}
