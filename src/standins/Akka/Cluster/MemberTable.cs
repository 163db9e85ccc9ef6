using System.Collections.Immutable;

namespace Akka.Cluster;

/// <summary>
/// Ordered by epoch, then number; an epoch has one writer, and the writer decides between two that began the same one.
/// </summary>
internal sealed record TableVersion(int Epoch, long Number, UniqueAddress Writer) : IComparable<TableVersion>
{
    public int CompareTo(TableVersion? other)
    {
        if (other is null)
        {
            return 1;
        }
        int byEpoch = Epoch.CompareTo(other.Epoch);
        int byWriter = byEpoch != 0 ? byEpoch : Writer.CompareTo(other.Writer);
        return byWriter != 0 ? byWriter : Number.CompareTo(other.Number);
    }
}

/// <summary>What the leader spreads: all members in the order of their joining, and those that it does not hear.</summary>
internal sealed record MemberTable(
    TableVersion Version, ImmutableList<Member> Members, ImmutableHashSet<UniqueAddress> Unreachable, int LastUpNumber)
{
    public Member? Find(UniqueAddress node) => Members.Find(member => member.UniqueAddress == node);

    public MemberTable Set(Member member) => this with { Members = Members.Replace(Find(member.UniqueAddress)!, member) };

    public MemberTable Remove(UniqueAddress node) =>
        this with { Members = Members.RemoveAll(member => member.UniqueAddress == node), Unreachable = Unreachable.Remove(node) };

    /// <summary>
    /// The oldest member with the role, or the oldest of all where nobody has it; one that is up before one that joins.
    /// </summary>
    public Member? Leader(string role, Func<Member, bool> counts) =>
        Members.Where(member => member.Status is not (MemberStatus.Down or MemberStatus.Exiting) && counts(member))
            .OrderByDescending(member => role.Length > 0 && member.HasRole(role) && member.Status != MemberStatus.Joining)
            .ThenBy(member => member.UpNumber)
            .FirstOrDefault()
        ?? Members.Find(member => member.Status == MemberStatus.Exiting && counts(member));

    /// <summary>Those whose majority decides which side of a partition goes on.</summary>
    public ImmutableList<Member> Voters(string role)
    {
        ImmutableList<Member> settled = Members.FindAll(member => member.Status is MemberStatus.Up or MemberStatus.Leaving);
        ImmutableList<Member> chosen = settled.FindAll(member => member.HasRole(role));
        return role.Length > 0 && !chosen.IsEmpty ? chosen : settled;
    }
}
