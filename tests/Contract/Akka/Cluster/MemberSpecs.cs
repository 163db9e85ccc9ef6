using Akka.Actor;
using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;

namespace GanCluster.Contract.Tests;

public class MemberSpecs : ClusterSpec
{
    [Fact]
    public async Task Nodes_join_with_their_roles()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        CurrentClusterState state = AkkaCluster.Get(worker).State;
        Assert.Equal(2, state.Members.Count);
        Member self = AkkaCluster.Get(worker).SelfMember;
        Assert.Equal(MemberStatus.Up, self.Status);
        Assert.True(self.HasRole("worker"));
        Member coordinator = state.Members.Single(member => member.HasRole("coordinator"));
        Assert.Equal(Self(seed), coordinator.UniqueAddress);
        Assert.True(coordinator.IsOlderThan(self));
        Assert.Equal(Self(seed).Address, state.RoleLeader("coordinator"));
    }

    [Fact]
    public async Task A_subscriber_first_gets_the_state_then_the_events()
    {
        ActorSystem seed = await Joined("coordinator");
        Heard heard = new(seed);
        AkkaCluster.Get(seed).Subscribe(heard.Ref, typeof(IMemberEvent));
        Assert.Single((await heard.Until<CurrentClusterState>()).Members);
        ActorSystem worker = await Joined("worker", seed);
        Assert.Equal(Self(worker), (await heard.Until<MemberJoined>()).Member.UniqueAddress);
        Assert.Equal(Self(worker), (await heard.Until<MemberUp>()).Member.UniqueAddress);
    }

    [Fact]
    public async Task A_node_that_leaves_is_exited_and_removed_and_its_system_ends()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        Heard heard = MembersOf(seed);
        TaskCompletionSource removed = new();
        AkkaCluster.Get(worker).RegisterOnMemberRemoved(removed.SetResult);
        await AkkaCluster.Get(worker).LeaveAsync().WaitAsync(Deadline);
        await heard.Until<MemberExited>(change => change.Member.UniqueAddress == Self(worker));
        Assert.Equal(MemberStatus.Exiting, (await heard.Until<MemberRemoved>()).PreviousStatus);
        await worker.WhenTerminated.WaitAsync(Deadline);
        await removed.Task.WaitAsync(Deadline);
        Assert.True(AkkaCluster.Get(worker).IsTerminated);
    }

    [Fact]
    public async Task A_system_that_terminates_leaves_first()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        Heard heard = MembersOf(seed);
        await worker.Terminate().WaitAsync(Deadline);
        Assert.Equal(MemberStatus.Exiting, (await heard.Until<MemberRemoved>()).PreviousStatus);
    }

    [Fact]
    public async Task A_node_that_was_downed_ends_its_system()
    {
        ActorSystem seed = await Joined("coordinator"), worker = await Joined("worker", seed);
        Heard heard = MembersOf(seed);
        AkkaCluster.Get(seed).Down(Self(worker).Address);
        Assert.Equal(MemberStatus.Down, (await heard.Until<MemberRemoved>()).PreviousStatus);
        await worker.WhenTerminated.WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_wrong_seed_is_given_up_in_the_stated_time()
    {
        ActorSystem node = Node("worker", "akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 1s");
        DateTime started = DateTime.UtcNow;
        AkkaCluster.Get(node).JoinSeedNodes([new Address(Self(node).Address.Protocol, "cluster", "127.0.0.1", 1)]);
        await node.WhenTerminated.WaitAsync(Deadline);
        Assert.True(DateTime.UtcNow - started >= TimeSpan.FromSeconds(1));
        Assert.Same(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance, CoordinatedShutdown.Get(node).ShutdownReason);
    }

    [Fact]
    public async Task Joining_may_be_cancelled()
    {
        ActorSystem node = Node("worker");
        using CancellationTokenSource soon = new(TimeSpan.FromMilliseconds(200));
        Address nowhere = new(Self(node).Address.Protocol, "cluster", "127.0.0.1", 1);
        await Assert.ThrowsAsync<ClusterJoinFailedException>(
            () => AkkaCluster.Get(node).JoinSeedNodesAsync([nowhere], soon.Token));
    }
}
