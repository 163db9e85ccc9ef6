using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using GanCluster.Cluster.Peers;
using GanCluster.Core.Terms;
using Microsoft.Extensions.Time.Testing;

namespace GanCluster.Cluster.Tests.Peers;

/// <summary>A coordinator node in a cluster over remoting on loopback; the others are not there.</summary>
public sealed class MembershipActorSpecs() : TestKit(ConfigurationFactory.ParseString(
    """
    akka {
      loglevel = OFF
      stdout-loglevel = OFF
      actor.provider = cluster
      remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
      cluster.seed-node-timeout = 200ms
      coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off, run-by-actor-system-terminate = off }
    }
    """))
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly CoordinatorId A = new("a:1");
    private static readonly CoordinatorId B = new("b:1");

    [Fact]
    public async Task It_begins_a_cluster_when_it_acts_and_leaves_that_when_another_acts_that_never_comes_into_it()
    {
        var (time, cluster) = (new FakeTimeProvider(), Akka.Cluster.Cluster.Get(Sys));
        var others = ImmutableDictionary<CoordinatorId, Address>.Empty.Add(B, Address.Parse("akka.tcp://test@127.0.0.1:1"));
        var node = Sys.ActorOf(Props.Create(() => new MembershipActor(A, others, time)));

        node.Tell(new MembershipActor.ActingHeard(B));
        node.Tell(new MembershipActor.ActingHeard(A));
        AwaitAssert(() => Assert.Equal(MemberStatus.Up, cluster.SelfMember.Status), Deadline);
        AwaitAssert(() => Assert.Single(cluster.State.Members), Deadline);
        node.Tell(new MembershipActor.ActingHeard(B));
        node.Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
        time.Advance(Membership.Apart);
        Assert.False(Sys.WhenTerminated.IsCompleted);

        node.Tell(new MembershipActor.ActingHeard(B));

        await Sys.WhenTerminated.WaitAsync(Deadline);
    }
}
