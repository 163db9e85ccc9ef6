using Akka.Actor;

namespace GanCluster.Contract.Tests;

public class TellSpecs : ActorSpec
{
    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order()
    {
        var probe = NewProbe();

        for (var i = 0; i < 1000; i++)
        {
            probe.Ref.Tell(i);
        }

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i, await probe.Next<int>());
        }
    }

    [Fact]
    public async Task An_actor_works_on_one_message_at_a_time()
    {
        var probe = NewProbe();
        var (inside, sum) = (0, 0);
        var actor = Start((_, context) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            sum++;
            Interlocked.Decrement(ref inside);
            if (sum == 8000)
            {
                probe.Ref.Tell("done");
            }
        });

        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 1000; i++)
            {
                actor.Tell("go");
            }
        });

        await probe.Expect("done");
    }

    [Fact]
    public async Task The_sender_is_the_actor_that_tells()
    {
        var probe = NewProbe();
        var echo = Start((message, context) => context.Sender.Tell(message));
        var asker = Start((message, context) =>
        {
            var target = message is "begin" ? echo : probe.Ref;
            target.Tell(message is "begin" ? "echoed" : message);
        });

        asker.Tell("begin");

        await probe.Expect("echoed");
        Assert.Equal(asker, probe.LastSender);
    }

    [Fact]
    public async Task Without_a_sender_the_sender_is_the_dead_letters()
    {
        var probe = NewProbe();

        probe.Ref.Tell("hello");

        await probe.Expect("hello");
        Assert.Equal(Sys.DeadLetters, probe.LastSender);
    }

    [Fact]
    public async Task A_forwarded_message_keeps_the_given_sender()
    {
        var (probe, other) = (NewProbe(), NewProbe());

        probe.Ref.Tell("hello", other.Ref);

        await probe.Expect("hello");
        Assert.Equal(other.Ref, probe.LastSender);
    }

    [Fact]
    public void A_null_message_is_refused()
    {
        var probe = NewProbe();

        // Akka.NET throws the one or the other, by how far it is with starting the actor.
        var error = Record.Exception(() => probe.Ref.Tell(null!, ActorRefs.NoSender));
        Assert.True(error is InvalidMessageException or ArgumentNullException, $"{error}");
    }

    [Fact]
    public async Task Context_is_not_to_be_had_outside_of_the_actor()
    {
        var probe = NewProbe();
        var actor = Sys.ActorOf(Props.Create(() => new Leaking(probe.Ref)));

        actor.Tell("leak");

        var read = await probe.Next<Func<IActorRef>>();
        Assert.Throws<NotSupportedException>(() => read());
    }

    private sealed class Leaking : ReceiveActor
    {
        public Leaking(IActorRef probe)
        {
            ReceiveAny(_ => probe.Tell(new Func<IActorRef>(() => Self)));
        }
    }
}
