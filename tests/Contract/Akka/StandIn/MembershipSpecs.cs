using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;

namespace GanCluster.Contract.Tests;

public class MembershipSpecs
{
    private static readonly MembershipOptions Options = new()
    {
        HeartbeatInterval = TimeSpan.FromSeconds(1),
        AcceptablePause = TimeSpan.FromSeconds(3),
        StableAfter = TimeSpan.FromSeconds(7),
        VotingRole = "coordinator",
        GiveUpJoining = TimeSpan.FromSeconds(20),
    };

    private readonly FakeNetwork _network = new(Options);

    [Fact]
    public void A_node_that_is_its_own_seed_is_up_at_once()
    {
        FakeNode seed = _network.Seed(1, "coordinator");
        Assert.Equal(["1 Up"], seed.Members);
        Assert.Equal(["MemberJoined", "MemberUp"], seed.EventsOf(seed));
        Assert.Equal(1, seed.Rules.State.Leader.Port);
    }

    [Fact]
    public void Those_who_join_are_seen_with_their_roles_by_all()
    {
        FakeNode seed = _network.Seed(1, "coordinator");
        FakeNode second = _network.Joined(2, seed, "worker");
        FakeNode third = _network.Joined(3, second, "worker");
        foreach (FakeNode node in new[] { seed, second, third })
        {
            Assert.Equal(["1 Up", "2 Up", "3 Up"], node.Members);
            Assert.Equal(["worker"], node.Rules.State.Members[1].Roles);
            Assert.Equal(2, node.Rules.State.RoleLeader("worker").Port);
        }
        Assert.Equal(["MemberJoined", "MemberUp"], seed.EventsOf(second));
        Assert.True(seed.Rules.State.Members[1].IsOlderThan(seed.Rules.State.Members[2]));
    }

    [Fact]
    public void Nobody_is_up_before_the_minimum_has_joined()
    {
        FakeNetwork network = new(Options with { MinimumMembers = 2 });
        FakeNode seed = network.Seed(1);
        Assert.Equal(["1 Joining"], seed.Members);
        network.Joined(2, seed);
        network.Advance(2);
        Assert.Equal(["1 Up", "2 Up"], seed.Members);
    }

    [Fact]
    public void A_first_seed_asks_the_others_before_it_starts_a_cluster()
    {
        FakeNode other = _network.Seed(2, "coordinator");
        FakeNode first = _network.Start(1, "coordinator");
        _network.Do(first, rules => rules.JoinSeedNodes(_network.Now, [first.Self.Address, other.Self.Address]));
        Assert.Equal(["1 Up", "2 Up"], first.Members);

        FakeNode alone = _network.Start(8, "coordinator");
        FakeNode never = _network.Start(9, "coordinator");
        _network.Kill(never);
        _network.Do(alone, rules => rules.JoinSeedNodes(_network.Now, [alone.Self.Address, never.Self.Address]));
        Assert.Empty(alone.Members);
        _network.Advance(6);
        Assert.Equal(["8 Up"], alone.Members);
    }

    [Fact]
    public void Joining_a_silent_seed_is_given_up_in_the_stated_time()
    {
        FakeNode silent = _network.Start(1);
        _network.Kill(silent);
        FakeNode node = _network.Joined(2, silent);
        _network.Advance(19);
        Assert.Empty(node.Effects);
        _network.Advance(2);
        Assert.IsType<JoinFailed>(Assert.Single(node.Effects));
    }

    [Fact]
    public void A_member_leaves_by_way_of_exiting_and_its_confirmation()
    {
        FakeNode seed = _network.Seed(1, "coordinator");
        FakeNode leaver = _network.Joined(2, seed, "worker");
        _network.Do(leaver, rules => rules.Leave(_network.Now, leaver.Self.Address));
        Assert.Equal(["1 Up", "2 Exiting"], seed.Members);
        Assert.IsType<SelfExiting>(Assert.Single(leaver.Effects));
        _network.Do(leaver, rules => rules.ConfirmExiting(_network.Now));
        Assert.Equal(["1 Up"], seed.Members);
        Assert.Equal(["MemberJoined", "MemberUp", "MemberLeft", "MemberExited", "MemberRemoved"], seed.EventsOf(leaver));
        Assert.Equal(MemberStatus.Exiting, seed.Events.OfType<MemberRemoved>().Single().PreviousStatus);
        Assert.Equal(new SelfRemoved(MemberStatus.Exiting), leaver.Effects[^1]);
    }

    [Fact]
    public void A_member_that_misses_its_own_removal_is_told_again()
    {
        FakeNode seed = _network.Seed(1, "coordinator");
        FakeNode leaver = _network.Joined(2, seed, "worker");
        _network.Do(leaver, rules => rules.Leave(_network.Now, leaver.Self.Address));
        _network.CutTo(leaver);
        _network.Do(leaver, rules => rules.ConfirmExiting(_network.Now));
        Assert.Equal(["1 Up"], seed.Members);
        Assert.False(leaver.Rules.Ended);
        _network.Heal();
        _network.Advance(1);
        Assert.Equal(new SelfRemoved(MemberStatus.Exiting), leaver.Effects[^1]);
    }

    [Fact]
    public void A_leader_that_leaves_is_let_go_by_the_next_oldest()
    {
        FakeNode leader = _network.Seed(1, "coordinator");
        FakeNode worker = _network.Joined(2, leader, "worker");
        FakeNode next = _network.Joined(3, leader, "coordinator");
        _network.Do(leader, rules => rules.Leave(_network.Now, leader.Self.Address));
        _network.Do(leader, rules => rules.ConfirmExiting(_network.Now));
        Assert.True(leader.Rules.Ended);
        Assert.Equal(["2 Up", "3 Up"], worker.Members);
        Assert.Equal(3, next.Rules.State.Leader.Port);
        FakeNode later = _network.Joined(4, worker, "worker");
        Assert.Equal(["2 Up", "3 Up", "4 Up"], later.Members);
    }

    [Fact]
    public void The_last_member_may_leave_too()
    {
        FakeNode seed = _network.Seed(1);
        _network.Do(seed, rules => rules.Leave(_network.Now, seed.Self.Address));
        _network.Do(seed, rules => rules.ConfirmExiting(_network.Now));
        Assert.Equal([new SelfExiting(), new SelfRemoved(MemberStatus.Exiting)], seed.Effects);
    }

    [Fact]
    public void A_silent_member_is_unreachable_and_reachable_again_when_it_is_heard()
    {
        (FakeNode seed, FakeNode silent, FakeNode other) = Three();
        _network.Cut(seed, silent);
        _network.Cut(other, silent);
        _network.Advance(4);
        Assert.Empty(seed.Unreachable);
        _network.Advance(2);
        Assert.Equal([2], seed.Unreachable);
        Assert.Equal([2], other.Unreachable);
        _network.Heal();
        _network.Advance(2);
        Assert.Empty(seed.Unreachable);
        Assert.Empty(other.Unreachable);
        Assert.Single(other.Events.OfType<ReachableMember>());
        Assert.Equal(["1 Up", "2 Up", "3 Up"], silent.Members);
    }

    [Fact]
    public void A_member_that_stays_unreachable_is_removed_and_ends_itself()
    {
        (FakeNode seed, FakeNode silent, FakeNode other) = Three();
        _network.Cut(seed, silent);
        _network.Cut(other, silent);
        _network.Advance(10);
        Assert.Equal(["1 Up", "2 Up", "3 Up"], seed.Members);
        _network.Advance(4);
        Assert.Equal(["1 Up", "3 Up"], other.Members);
        Assert.Equal(["MemberDowned", "MemberRemoved"], other.EventsOf(silent).TakeLast(2));
        Assert.Equal(new SelfRemoved(MemberStatus.Down), Assert.Single(silent.Effects));
    }

    [Fact]
    public void A_member_that_was_removed_while_it_was_away_learns_it_from_the_leader()
    {
        FakeNetwork network = new(Options);
        FakeNode seed = network.Seed(1, "coordinator");
        FakeNode away = network.Joined(2, seed, "worker");
        network.Cut(seed, away);
        network.Do(seed, rules => rules.Down(network.Now, away.Self.Address));
        network.Heal();
        network.Advance(1);
        Assert.Equal(new SelfRemoved(MemberStatus.Down), Assert.Single(away.Effects));
    }

    [Fact]
    public void The_next_oldest_with_the_role_takes_over_from_a_dead_leader()
    {
        FakeNode leader = _network.Seed(1, "coordinator");
        FakeNode worker = _network.Joined(2, leader, "worker");
        FakeNode next = _network.Joined(3, leader, "coordinator");
        FakeNode third = _network.Joined(4, leader, "coordinator");
        TableVersion before = worker.Rules.Table!.Version;
        _network.Kill(leader);
        _network.Advance(14);
        foreach (FakeNode node in new[] { worker, next, third })
        {
            Assert.Equal(["2 Up", "3 Up", "4 Up"], node.Members);
            Assert.Equal(3, node.Rules.State.Leader.Port);
        }
        Assert.True(worker.Rules.Table!.Version.Epoch > before.Epoch);
    }

    [Fact]
    public void The_side_without_the_majority_of_voters_ends_itself()
    {
        FakeNode leader = _network.Seed(1, "coordinator");
        FakeNode second = _network.Joined(2, leader, "coordinator");
        FakeNode third = _network.Joined(3, leader, "coordinator");
        FakeNode worker = _network.Joined(4, leader, "worker");
        foreach (FakeNode lost in new[] { leader, worker })
        {
            _network.Cut(lost, second);
            _network.Cut(lost, third);
        }
        _network.Advance(14);
        Assert.True(leader.Rules.Ended);
        Assert.True(worker.Rules.Ended);
        Assert.Equal(["2 Up", "3 Up"], second.Members);
        Assert.Equal(["2 Up", "3 Up"], third.Members);
    }

    [Fact]
    public void A_new_incarnation_at_an_address_replaces_the_earlier_one()
    {
        FakeNode seed = _network.Seed(1, "coordinator");
        FakeNode earlier = _network.Joined(2, seed, "worker");
        FakeNode later = _network.Joined(2, seed, "worker");
        Assert.Equal("MemberRemoved", seed.EventsOf(earlier).Last());
        Assert.Equal(["MemberJoined", "MemberUp"], seed.EventsOf(later));
        Assert.Equal(["1 Up", "2 Up"], later.Members);
        Assert.Equal(later.Self, seed.Rules.State.Members[1].UniqueAddress);
        int removed = seed.Events.FindIndex(change => change is MemberRemoved);
        int joined = seed.Events.FindIndex(change => change is MemberJoined one && one.Member.UniqueAddress == later.Self);
        Assert.True(removed < joined);
    }

    [Fact]
    public void A_leader_that_comes_back_as_another_does_not_adopt_its_former_members()
    {
        FakeNode seed = _network.Seed(1, "coordinator");
        FakeNode worker = _network.Joined(2, seed, "worker");
        FakeNode reborn = _network.Seed(1, "coordinator");
        _network.Advance(4);
        Assert.False(worker.Rules.Ended);
        _network.Advance(10);
        Assert.True(worker.Rules.Ended);
        Assert.Equal(["1 Up"], reborn.Members);
    }

    [Fact]
    public void A_process_that_was_stopped_does_not_blame_the_others()
    {
        (FakeNode seed, FakeNode stopped, _) = Three();
        _network.Advance(3);
        TimeSpan later = _network.Now + TimeSpan.FromSeconds(60);
        _network.Do(stopped, rules => rules.Tick(later));
        Assert.Empty(stopped.Unreachable);
        Assert.Empty(seed.Unreachable);
    }

    [Fact]
    public void A_member_may_be_downed_by_hand_from_any_node()
    {
        (FakeNode seed, FakeNode downed, FakeNode other) = Three();
        _network.Do(other, rules => rules.Down(_network.Now, downed.Self.Address));
        Assert.Equal(["1 Up", "3 Up"], seed.Members);
        Assert.Equal(MemberStatus.Down, seed.Events.OfType<MemberRemoved>().Single().PreviousStatus);
        Assert.True(downed.Rules.Ended);
    }

    private (FakeNode Seed, FakeNode Second, FakeNode Third) Three()
    {
        FakeNode seed = _network.Seed(1, "coordinator");
        FakeNode second = _network.Joined(2, seed, "worker");
        return (seed, second, _network.Joined(3, seed, "worker"));
    }
}
