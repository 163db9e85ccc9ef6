using Akka.Actor;
using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;

namespace GanCluster.Contract.Tests;

/// <summary>Nodes that fall silent: their transport is torn away, as when a process dies or a cable is cut.</summary>
public class LostNodeSpecs : ClusterSpec
{
    [Fact]
    public async Task A_silent_node_is_unreachable_then_removed_and_only_then_are_its_actors_terminated()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        Heard watched = new(worker), heard = MembersOf(seed);
        IActorRef remote = Seen(seed, watched.Ref, worker);
        Watch(seed, remote, heard.Ref);
        remote.Tell(new Note("watched"));
        await watched.Until<Note>();
        TransportSpecs.TransportOf(worker).Dispose();
        Assert.Equal(Self(worker), (await heard.Until<UnreachableMember>()).Member.UniqueAddress);
        Assert.Equal(MemberStatus.Down, (await heard.Until<MemberRemoved>()).PreviousStatus);
        Assert.True((await heard.Until<Gone>()).Of.AddressTerminated);
        await worker.WhenTerminated.WaitAsync(Deadline);
        Assert.Same(CoordinatedShutdown.ClusterDowningReason.Instance, CoordinatedShutdown.Get(worker).ShutdownReason);
    }

    [Fact]
    public async Task A_broken_connection_is_made_anew_and_no_member_is_lost()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        Heard receiver = new(worker), heard = MembersOf(seed);
        for (int i = 0; i < 5; i++)
        {
            TransportSpecs.TransportOf(worker).Abort();
            Note sent = new($"{i}");
            Task<Note> arrived = receiver.Until<Note>(note => note == sent);
            while (!arrived.IsCompleted)
            {
                Seen(seed, receiver.Ref, worker).Tell(sent);
                await Task.WhenAny(arrived, Task.Delay(50));
            }
            await arrived;
        }
        Assert.True(heard.None<UnreachableMember>());
    }

    [Fact]
    public async Task The_next_oldest_coordinator_takes_over_the_singleton_from_a_dead_one()
    {
        ActorSystem first = await Joined("coordinator"), second = await Joined("coordinator", first);
        ActorSystem third = await Joined("coordinator", first, second), worker = await Joined("worker", first, second, third);
        List<ActorSystem> coordinators = [first, second, third];
        coordinators.ForEach(node => SingletonSpecs.Host(node));
        IActorRef proxy = SingletonSpecs.Proxy(worker);
        Assert.Equal(AddressOf(first), await SingletonSpecs.Where(proxy).WaitAsync(Deadline));
        Heard heard = MembersOf(worker);
        TransportSpecs.TransportOf(first).Dispose();
        await heard.Until<MemberRemoved>(change => change.Member.UniqueAddress == Self(first));
        Assert.Equal(AddressOf(second), await SingletonSpecs.Where(proxy).WaitAsync(Deadline));
    }

    [Fact]
    public async Task A_node_that_was_lost_joins_again_as_another_from_its_address()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        Heard heard = MembersOf(seed);
        UniqueAddress before = Self(worker);
        TransportSpecs.TransportOf(worker).Dispose();
        ActorSystem again = Node("worker", $"akka.remote.dot-netty.tcp.port = {before.Address.Port}");
        await AkkaCluster.Get(again).JoinSeedNodesAsync([Self(seed).Address]).WaitAsync(Deadline);
        await heard.Until<MemberRemoved>(change => change.Member.UniqueAddress == before);
        await heard.Until<MemberUp>(change => change.Member.UniqueAddress == Self(again));
        Assert.NotEqual(before.Uid, Self(again).Uid);
    }

    [Fact]
    public async Task No_thread_is_left_of_a_node_that_has_left()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        int port = Self(worker).Address.Port!.Value;
        Assert.NotEmpty(TransportSpecs.ThreadsOf(port));
        await worker.Terminate().WaitAsync(Deadline);
        Assert.Empty(TransportSpecs.ThreadsOf(port));
    }

    [Fact]
    public async Task Heartbeats_pass_a_queue_of_large_messages()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        Heard receiver = new(worker), heard = MembersOf(seed);
        IActorRef remote = Seen(seed, receiver.Ref, worker);
        for (int i = 0; i < 400; i++)
        {
            remote.Tell(new Bulk(new byte[120_000]));
        }
        remote.Tell(new Note("last"));
        await receiver.Until<Note>();
        Assert.True(heard.None<UnreachableMember>());
    }
}
