using System.Collections.Immutable;
using Akka.Actor;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Peers;

/// <summary>Has a coordinator node that is one of several join the cluster that <see cref="Membership"/> says.</summary>
internal sealed class MembershipActor : ReceiveActor
{
    private Membership _membership = new();

    /// <param name="others">Where the other coordinators listen.</param>
    public MembershipActor(CoordinatorId self, ImmutableDictionary<CoordinatorId, Address> others, TimeProvider time)
    {
        var (cluster, system, origin) = (Akka.Cluster.Cluster.Get(Context.System), Context.System, time.GetTimestamp());
        Receive<ActingHeard>(heard =>
        {
            var members = cluster.State.Members.Select(m => m.Address).ToHashSet();
            var isTogether = heard.Acting == self || members.Contains(others[heard.Acting]);
            (_membership, var decision) = _membership.Hear(
                time.GetElapsedTime(origin), self, heard.Acting, members.Contains(cluster.SelfAddress), isTogether);
            switch (decision)
            {
                case MembershipDecision.Found:
                    cluster.JoinSeedNodes([cluster.SelfAddress, .. others.Values]);
                    break;
                case MembershipDecision.Follow:
                    cluster.JoinSeedNodes([others[heard.Acting]]);
                    break;
                case MembershipDecision.Leave:
                    _ = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
                    break;
            }
        });
    }

    /// <summary>From the node's <see cref="PeerActor"/>: a sign that a coordinator acts, perhaps this one.</summary>
    internal sealed record ActingHeard(CoordinatorId Acting) : INoSerializationVerificationNeeded;
}
