using Akka.Actor;

namespace Akka.Cluster;

#pragma warning disable CA1036 // As in Akka.NET.
/// <summary>One incarnation of a node: a restarted actor system at the same address has another uid.</summary>
public class UniqueAddress : IComparable<UniqueAddress>, IEquatable<UniqueAddress>
{
    public UniqueAddress(Address address, int uid)
    {
        Address = address;
        Uid = uid;
    }

    public Address Address { get; }

    public int Uid { get; }

    public static bool operator ==(UniqueAddress? left, UniqueAddress? right) => Equals(left, right);

    public static bool operator !=(UniqueAddress? left, UniqueAddress? right) => !Equals(left, right);

    public bool Equals(UniqueAddress? other) => other is not null && Uid == other.Uid && Address.Equals(other.Address);

    public override bool Equals(object? obj) => Equals(obj as UniqueAddress);

    public override int GetHashCode() => HashCode.Combine(Address, Uid);

    public int CompareTo(UniqueAddress? other)
    {
        if (other is null)
        {
            return 1;
        }
        int byAddress = Member.AddressOrdering.Compare(Address, other.Address);
        return byAddress != 0 ? byAddress : Uid.CompareTo(other.Uid);
    }

    public override string ToString() => $"UniqueAddress: ({Address}, {Uid})";
}
