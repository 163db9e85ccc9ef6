using Akka.Actor;
using Akka.Event;

namespace GanCluster.Contract.Tests;

public class RemoteMessageSpecs : RemoteSpec
{
    [Fact]
    public async Task Messages_go_both_ways_and_name_their_sender()
    {
        ActorSystem here = System(), there = System();
        Heard asker = new(here), answerer = new(there);
        Seen(here, answerer.Ref, there).Tell(new Note("hello"), asker.Ref);
        Assert.Equal(new Note("hello"), await answerer.Until<Note>());
        Assert.Equal(AddressOf(here), answerer.LastSender.Path.Address);
        answerer.LastSender.Tell(new Note("and back"), answerer.Ref);
        Assert.Equal(new Note("and back"), await asker.Until<Note>());
        Assert.Equal(Seen(here, answerer.Ref, there), asker.LastSender);
    }

    [Fact]
    public async Task A_reference_within_a_message_can_be_told()
    {
        ActorSystem here = System(), there = System();
        Heard guest = new(here), other = new(there);
        Seen(here, other.Ref, there).Tell(new Invitation("come", guest.Ref));
        Invitation invitation = await other.Until<Invitation>();
        invitation.ReplyTo.Tell(new Note("coming"));
        Assert.Equal(new Note("coming"), await guest.Until<Note>());
        guest.Ref.Tell(new Note("by itself"));
        Seen(there, guest.Ref, here).Tell(new Invitation("home", guest.Ref));
        Assert.Equal(guest.Ref, (await guest.Until<Invitation>()).ReplyTo);
    }

    [Fact]
    public async Task Ten_thousand_messages_arrive_in_order()
    {
        ActorSystem here = System(), there = System();
        Heard receiver = new(there);
        IActorRef remote = Seen(here, receiver.Ref, there);
        for (int i = 0; i < 10_000; i++)
        {
            remote.Tell(new Note($"{i}"));
        }
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal($"{i}", (await receiver.Until<Note>()).Text);
        }
    }

    [Fact]
    public async Task An_oversized_message_is_dropped_with_an_error_and_the_next_one_arrives()
    {
        ActorSystem here = System("akka.remote.dot-netty.tcp.maximum-frame-size = 32000b"), there = System();
        Heard receiver = new(there), errors = EventsOf<Error>(here);
        IActorRef remote = Seen(here, receiver.Ref, there);
        remote.Tell(new Bulk(new byte[33_000]));
        remote.Tell(new Bulk(new byte[30_000]));
        Assert.Equal(30_000, (await receiver.Until<Bulk>()).Bytes.Length);
        Assert.Contains("32000", (await errors.Until<Error>()).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_works_across_systems()
    {
        ActorSystem here = System(), there = System();
        IActorRef echo = Echo(there);
        Assert.Equal(new Note("x"), await Seen(here, echo, there).Ask<Note>(new Note("x"), Deadline));
    }

    [Fact]
    public async Task A_selection_finds_a_remote_actor_and_says_if_there_is_none()
    {
        ActorSystem here = System(), there = System();
        Heard receiver = new(there, "receiver");
        IActorRef found = await here.ActorSelection($"{AddressOf(there)}/user/receiver").ResolveOne(Deadline);
        Assert.Equal(receiver.Ref.Path.Uid, found.Path.Uid);
        found.Tell(new Note("found"));
        here.ActorSelection($"{AddressOf(there)}/user/receiver").Tell(new Note("selected"));
        Assert.Equal(new Note("found"), await receiver.Until<Note>());
        Assert.Equal(new Note("selected"), await receiver.Until<Note>());
        await Assert.ThrowsAsync<ActorNotFoundException>(
            () => here.ActorSelection($"{AddressOf(there)}/user/nobody").ResolveOne(Deadline));
    }

    [Fact]
    public async Task Identify_is_answered_with_its_id()
    {
        ActorSystem here = System(), there = System();
        Heard asker = new(here), other = new(there, "other");
        here.ActorSelection($"{AddressOf(there)}/user/other").Tell(new Identify("id-1"), asker.Ref);
        ActorIdentity identity = await asker.Until<ActorIdentity>();
        Assert.Equal("id-1", identity.MessageId);
        Assert.Equal(Seen(here, other.Ref, there), identity.Subject);
        here.ActorSelection($"{AddressOf(there)}/user/nobody").Tell(new Identify("id-2"), asker.Ref);
        identity = await asker.Until<ActorIdentity>();
        Assert.Equal("id-2", identity.MessageId);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public async Task A_message_for_nobody_is_a_dead_letter_there()
    {
        ActorSystem here = System(), there = System();
        Heard dead = EventsOf<DeadLetter>(there);
        here.ActorSelection($"{AddressOf(there)}/user/nobody").Tell(new Note("lost"));
        Assert.Equal(new Note("lost"), (await dead.Until<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_system_that_was_started_anew_at_its_port_hears_the_next_messages()
    {
        ActorSystem here = System(), there = System();
        Heard first = new(there, "receiver");
        Address address = AddressOf(there);
        here.ActorSelection($"{address}/user/receiver").Tell(new Note("one"));
        await first.Until<Note>();
        await there.Terminate().WaitAsync(Deadline);

        ActorSystem again = System($"akka.remote.dot-netty.tcp.port = {address.Port}");
        Heard second = new(again, "receiver");
        ActorIdentity? identity = null;
        while (identity?.Subject is null)
        {
            identity = await Answer(here.ActorSelection($"{address}/user/receiver"));
        }
        here.ActorSelection($"{address}/user/receiver").Tell(new Note("two"));
        Assert.Equal(new Note("two"), await second.Until<Note>());
    }

    private static async Task<ActorIdentity?> Answer(ActorSelection selection)
    {
        try
        {
            return await selection.Ask<ActorIdentity>(new Identify("again"), TimeSpan.FromMilliseconds(500));
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
