using Akka.Actor;
using Akka.Event;

namespace GanCluster.Contract.Tests;

public class StashSpecs : ActorSpec
{
    [Fact]
    public async Task Unstashed_messages_come_in_order_and_before_those_that_wait()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Opening(probe.Ref)));

        foreach (var message in new object[] { 1, 2, "open", 3, 4 })
        {
            actor.Tell(message);
        }

        await probe.Expect("open", 1, 2, 3, 4);
    }

    [Fact]
    public async Task Unstashed_messages_keep_their_sender()
    {
        var (probe, sender) = (NewProbe(), NewProbe());
        var actor = Sys.ActorOf(Props.Create(() => new Opening(probe.Ref)));

        actor.Tell(1, sender.Ref);
        actor.Tell("open");

        await probe.Expect("open", 1);
        Assert.Equal(actor, probe.LastSender);
        await sender.Expect("thanks for 1");
    }

    [Fact]
    public async Task A_restart_puts_the_stash_back_into_the_mailbox()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Opening(probe.Ref)));

        foreach (var message in new object[] { 1, 2, "fail", "open", 3 })
        {
            actor.Tell(message);
        }

        await probe.Expect("open", 1, 2, 3);
    }

    [Fact]
    public async Task A_stop_makes_the_stash_dead_letters()
    {
        var (probe, dead) = (NewProbe(), Events<DeadLetter>());
        var actor = Sys.ActorOf(Props.Create(() => new Opening(probe.Ref)));

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(PoisonPill.Instance);

        Assert.Equal(1, (await dead.Next<DeadLetter>()).Message);
        Assert.Equal(2, (await dead.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_message_is_stashed_once()
    {
        var (probe, errors) = (NewProbe(), Events<Error>());
        var actor = Sys.ActorOf(Props.Create(() => new Opening(probe.Ref)));

        actor.Tell("twice");

        Assert.IsType<IllegalActorStateException>((await errors.Next<Error>()).Cause);
    }

    private sealed class Opening : ReceiveActor, IWithUnboundedStash
    {
        public Opening(IActorRef probe)
        {
            Receive<int>(_ => Stash!.Stash());
            Receive<string>(
                message =>
                {
                    probe.Tell(message);
                    Become(() => Receive<int>(number =>
                    {
                        Sender.Tell($"thanks for {number}");
                        probe.Tell(number);
                    }));
                    Stash!.UnstashAll();
                },
                message => message == "open");
            Receive<string>(
                _ =>
                {
                    Stash!.Stash();
                    Stash.Stash();
                },
                message => message == "twice");
            ReceiveAny(_ => throw new PlannedException("stash"));
        }

        public IStash Stash { get; set; } = null!;
    }
}
