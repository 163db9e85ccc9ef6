using static Akka.Cluster.ClusterEvent;

#pragma warning disable IDE0130 // As in Akka.NET.
namespace Akka.Cluster.Tools.Singleton;

/// <summary>The members that may host the singleton, and those that may still be ending theirs.</summary>
internal sealed class Hosts(string? role)
{
    private readonly Dictionary<UniqueAddress, Member> _candidates = [];
    private readonly Dictionary<UniqueAddress, Member> _ending = [];

    public Member? Oldest => _candidates.Values.Order(Member.AgeOrdering).FirstOrDefault();

    public void Take(CurrentClusterState state)
    {
        foreach (Member member in state.Members)
        {
            Take(member);
        }
    }

    public void Take(IMemberEvent change) => Take(change.Member);

    /// <summary>Members that are older than this one and not gone yet, so that the singleton may still run there.</summary>
    public IEnumerable<Member> EndingBefore(Member member) => _ending.Values.Where(other => other.IsOlderThan(member));

    private void Take(Member member)
    {
        if (role is not null && !member.HasRole(role))
        {
            return;
        }
        UniqueAddress node = member.UniqueAddress;
        bool hosts = member.Status is MemberStatus.Up or MemberStatus.Leaving;
        bool ends = member.Status is MemberStatus.Exiting or MemberStatus.Down;
        Set(_candidates, hosts, node, member);
        Set(_ending, ends, node, member);
    }

    private static void Set(Dictionary<UniqueAddress, Member> members, bool belongs, UniqueAddress node, Member member)
    {
        if (belongs)
        {
            members[node] = member;
        }
        else
        {
            members.Remove(node);
        }
    }
}
