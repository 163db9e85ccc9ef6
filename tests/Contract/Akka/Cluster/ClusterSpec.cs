using Akka.Actor;
using Akka.Cluster;

namespace GanCluster.Contract.Tests;

/// <summary>Nodes of one cluster with short intervals; the first is its seed.</summary>
public abstract class ClusterSpec : RemoteSpec
{
    private const string Short = """
        akka {
          actor.provider = cluster
          remote.retry-gate-closed-for = 500ms
          cluster {
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            unreachable-nodes-reaper-interval = 100ms
            periodic-tasks-initial-delay = 100ms
            seed-node-timeout = 1s
            failure-detector { heartbeat-interval = 100ms, acceptable-heartbeat-pause = 1s }
            split-brain-resolver { active-strategy = keep-majority, stable-after = 1s, keep-majority.role = coordinator }
            singleton.hand-over-retry-interval = 100ms
            singleton-proxy.singleton-identification-interval = 100ms
          }
        }
        """;

    protected ActorSystem Node(string role, string hocon = "") =>
        System($"{Short}\nakka.cluster.roles = [{role}]\n{hocon}", name: "cluster");

    /// <summary>A node that is up, as itself and all those given see it.</summary>
    protected async Task<ActorSystem> Joined(string role, params ActorSystem[] others)
    {
        ActorSystem node = Node(role);
        AkkaCluster cluster = AkkaCluster.Get(node);
        await cluster.JoinSeedNodesAsync([AkkaCluster.Get(others.FirstOrDefault() ?? node).SelfAddress]).WaitAsync(Deadline);
        foreach (ActorSystem other in others)
        {
            await MembersOf(other).Until<ClusterEvent.MemberUp>(up => up.Member.UniqueAddress == cluster.SelfUniqueAddress);
        }
        return node;
    }

    /// <summary>All events from the first on.</summary>
    protected static Heard MembersOf(ActorSystem node)
    {
        Heard heard = new(node);
        AkkaCluster.Get(node).Subscribe(
            heard.Ref,
            ClusterEvent.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent),
            typeof(ClusterEvent.IReachabilityEvent));
        return heard;
    }

    protected static UniqueAddress Self(ActorSystem node) => AkkaCluster.Get(node).SelfUniqueAddress;
}
