using System.Collections.Immutable;
using Akka.Actor;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster;

/// <summary>The state as subscribers see it, and the events between two states.</summary>
internal static class MembershipView
{
    public static CurrentClusterState Of(MemberTable table, ImmutableHashSet<UniqueAddress> unreachable, string role)
    {
        bool Heard(Member member) => !unreachable.Contains(member.UniqueAddress);
        ImmutableDictionary<string, Address> roleLeaders = table.Members.SelectMany(member => member.Roles)
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Leader: table.Leader(role, member => member.HasRole(name) && Heard(member))))
            .Where(pair => pair.Leader is not null)
            .ToImmutableDictionary(pair => pair.Name, pair => pair.Leader!.Address, StringComparer.Ordinal);
        return new CurrentClusterState(
            [.. table.Members],
            [.. table.Members.Where(member => !Heard(member))],
            [.. table.Members.Where(Heard).Select(member => member.Address)],
            table.Leader(role, Heard)?.Address!,
            roleLeaders);
    }

    public static IEnumerable<IClusterDomainEvent> Between(CurrentClusterState before, CurrentClusterState after)
    {
        foreach (Member lost in after.Unreachable.Except(before.Unreachable))
        {
            yield return new UnreachableMember(lost);
        }
        foreach (Member back in before.Unreachable.Except(after.Unreachable).Where(after.Members.Contains))
        {
            yield return new ReachableMember(back);
        }
        foreach (Member gone in before.Members.Except(after.Members))
        {
            yield return new MemberRemoved(
                gone.With(MemberStatus.Removed), gone.Status == MemberStatus.Exiting ? MemberStatus.Exiting : MemberStatus.Down);
        }
        foreach (Member member in after.Members.OrderBy(member => member.UpNumber))
        {
            if (before.Members.TryGetValue(member, out Member? known) && known.Status == member.Status)
            {
                continue;
            }
            yield return OfStatus(member);
        }
        if (!Equals(before.Leader, after.Leader))
        {
            yield return new LeaderChanged(after.Leader);
        }
    }

    private static IMemberEvent OfStatus(Member member) => member.Status switch
    {
        MemberStatus.Joining => new MemberJoined(member),
        MemberStatus.Up => new MemberUp(member),
        MemberStatus.Leaving => new MemberLeft(member),
        MemberStatus.Exiting => new MemberExited(member),
        _ => new MemberDowned(member),
    };
}
