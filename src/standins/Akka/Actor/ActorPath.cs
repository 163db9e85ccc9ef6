namespace Akka.Actor;

/// <summary>Names an actor: the address of its system and the names from the root down. The uid tells incarnations
/// of a name apart
/// and is no part of equality (0: any).</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    private const string ValidSymbols = "\"-_.*$+:@&=,!~';()";
    private readonly string _withoutAddress;

    private protected ActorPath(Address address, ActorPath? parent, string name, long uid)
    {
        Address = address;
        Name = name;
        Uid = uid;
        Parent = parent ?? this;
        _withoutAddress = parent switch
        {
            null => "/",
            RootActorPath => "/" + name,
            _ => parent._withoutAddress + "/" + name,
        };
    }

    public Address Address { get; }

    public string Name { get; }

    public long Uid { get; }

    /// <summary>The root's is itself.</summary>
    public ActorPath Parent { get; }

    /// <summary>The names below the root.</summary>
    public IReadOnlyList<string> Elements => _withoutAddress.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public static ActorPath operator /(ActorPath path, string name)
    {
        return new ChildActorPath(path, name, 0);
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name)
    {
        return name.Aggregate(path, (current, element) => current / element);
    }

    public static bool operator ==(ActorPath? left, ActorPath? right)
    {
        return Equals(left, right);
    }

    public static bool operator !=(ActorPath? left, ActorPath? right)
    {
        return !Equals(left, right);
    }

    public static bool operator <(ActorPath left, ActorPath right)
    {
        return Comparer<ActorPath>.Default.Compare(left, right) < 0;
    }

    public static bool operator >(ActorPath left, ActorPath right)
    {
        return Comparer<ActorPath>.Default.Compare(left, right) > 0;
    }

    public static bool operator <=(ActorPath left, ActorPath right)
    {
        return !(left > right);
    }

    public static bool operator >=(ActorPath left, ActorPath right)
    {
        return !(left < right);
    }

    public static bool IsValidPathElement(string s)
    {
        return !string.IsNullOrEmpty(s) && s[0] != '$'
            && s.All(c => char.IsAsciiLetterOrDigit(c) || ValidSymbols.Contains(c, StringComparison.Ordinal));
    }

    /// <exception cref="UriFormatException">It is no path with an address.</exception>
    public static ActorPath Parse(string path)
    {
        return TryParse(path, out var result) ? result : throw new UriFormatException($"Can not parse an ActorPath: {path}");
    }

    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null!;
        if (!Address.TryParse(path, out var address, out var below))
        {
            return false;
        }

        var (names, uid) = SplitUid(below);
        actorPath = (new RootActorPath(address) / names.Split('/', StringSplitOptions.RemoveEmptyEntries)).WithUid(uid);
        return true;
    }

    public ActorPath WithUid(long uid)
    {
        return this is RootActorPath || uid == Uid ? this : new ChildActorPath(Parent, Name, uid);
    }

    public string ToStringWithoutAddress()
    {
        return _withoutAddress;
    }

    public string ToStringWithAddress()
    {
        return ToStringWithAddress(Address);
    }

    /// <summary>The path's own address counts when it has a host.</summary>
    public string ToStringWithAddress(Address address)
    {
        return (Address.HasGlobalScope ? Address : address) + _withoutAddress;
    }

    public string ToStringWithUid()
    {
        return ToStringWithAddress() + UidSuffix();
    }

    public string ToSerializationFormat()
    {
        return ToSerializationFormatWithAddress(Address);
    }

    /// <summary>With the uid, as another node can resolve it.</summary>
    public string ToSerializationFormatWithAddress(Address address)
    {
        return ToStringWithAddress(address) + UidSuffix();
    }

    public override string ToString()
    {
        return ToStringWithAddress();
    }

    public bool Equals(ActorPath? other)
    {
        return other is not null && _withoutAddress == other._withoutAddress && Address.Equals(other.Address);
    }

    public override bool Equals(object? obj)
    {
        return Equals(obj as ActorPath);
    }

    public override int GetHashCode()
    {
        return HashCode.Combine(_withoutAddress, Address);
    }

    public int CompareTo(ActorPath? other)
    {
        return string.CompareOrdinal(ToString(), other?.ToString());
    }

    /// <summary>Of "/user/a#42": the names and 42.</summary>
    internal static (string Names, long Uid) SplitUid(string path)
    {
        var hash = path.LastIndexOf('#');
        return hash >= 0 && long.TryParse(path.AsSpan(hash + 1), out var uid) ? (path[..hash], uid) : (path, 0);
    }

    private string UidSuffix()
    {
        return Uid == 0 ? "" : $"#{Uid}";
    }
}

public sealed class RootActorPath : ActorPath
{
    public RootActorPath(Address address, string name = "")
        : base(address, null, name, 0)
    {
    }
}

public sealed class ChildActorPath : ActorPath
{
    public ChildActorPath(ActorPath parentPath, string name, long uid)
        : base((parentPath ?? throw new ArgumentNullException(nameof(parentPath))).Address, parentPath, name, uid)
    {
    }
}
