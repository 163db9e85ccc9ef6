using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster;

public enum MemberStatus
{
    Joining = 0,
    Up = 1,
    Leaving = 2,
    Exiting = 3,
    Down = 4,
    Removed = 5,
    WeaklyUp = 6,
}

#pragma warning disable CA1036, MA0096 // As in Akka.NET.
/// <summary>Two members are equal when they are the same incarnation of a node, whatever their status.</summary>
public class Member : IComparable<Member>
{
    internal const int NotUpYet = int.MaxValue;

    public static readonly IComparer<Address> AddressOrdering = Comparer<Address>.Create(CompareAddresses);

    public static readonly IComparer<Member> AgeOrdering = Comparer<Member>.Create((a, b) =>
        a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : 1);

    internal Member(UniqueAddress uniqueAddress, int upNumber, MemberStatus status, ImmutableHashSet<string> roles)
    {
        UniqueAddress = uniqueAddress;
        UpNumber = upNumber;
        Status = status;
        Roles = roles;
    }

    public UniqueAddress UniqueAddress { get; }

    public Address Address => UniqueAddress.Address;

    public MemberStatus Status { get; }

    public ImmutableHashSet<string> Roles { get; }

    internal int UpNumber { get; }

    public bool HasRole(string role) => Roles.Contains(role);

    public bool IsOlderThan(Member other) =>
        UpNumber == other.UpNumber ? CompareAddresses(Address, other.Address) < 0 : UpNumber < other.UpNumber;

    public int CompareTo(Member? other) => UniqueAddress.CompareTo(other?.UniqueAddress);

    public override bool Equals(object? obj) => obj is Member other && UniqueAddress == other.UniqueAddress;

    public override int GetHashCode() => UniqueAddress.GetHashCode();

    public override string ToString() =>
        $"Member(address = {Address}, Uid={UniqueAddress.Uid}, "
        + $"status = {Status}, role=[{string.Join(',', Roles)}], upNumber={UpNumber})";

    internal Member With(MemberStatus status) => new(UniqueAddress, UpNumber, status, Roles);

    internal Member CopyUp(int upNumber) => new(UniqueAddress, upNumber, MemberStatus.Up, Roles);

    private static int CompareAddresses(Address a, Address b)
    {
        int byHost = string.CompareOrdinal(a.Host ?? "", b.Host ?? "");
        return byHost != 0 ? byHost : Nullable.Compare(a.Port, b.Port);
    }
}
