using System.Globalization;

namespace Akka.Actor;

/// <summary>Of an actor system: <c>akka://name</c> within the process, <c>akka.tcp://name@host:port</c> for others.</summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, IComparable
{
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = string.IsNullOrEmpty(host) ? null : host.ToLowerInvariant();
        Port = port;
    }

    public string Protocol { get; }

    public string System { get; }

    public string? Host { get; }

    public int? Port { get; }

    public bool HasLocalScope => Host is null;

    public bool HasGlobalScope => Host is not null;

    public static bool operator ==(Address? left, Address? right)
    {
        return Equals(left, right);
    }

    public static bool operator !=(Address? left, Address? right)
    {
        return !Equals(left, right);
    }

    public static bool operator <(Address left, Address right)
    {
        return Comparer<Address>.Default.Compare(left, right) < 0;
    }

    public static bool operator >(Address left, Address right)
    {
        return Comparer<Address>.Default.Compare(left, right) > 0;
    }

    public static bool operator <=(Address left, Address right)
    {
        return !(left > right);
    }

    public static bool operator >=(Address left, Address right)
    {
        return !(left < right);
    }

    /// <exception cref="UriFormatException">It is no address.</exception>
    public static Address Parse(string address)
    {
        return TryParse(address, out var result) ? result : throw new UriFormatException($"Invalid address: {address}");
    }

    public static bool TryParse(string path, out Address address)
    {
        return TryParse(path, out address, out _);
    }

    /// <summary>Also takes an actor's path; what follows the address (with its leading slash) is then the second
    /// result.</summary>
    public static bool TryParse(string path, out Address address, out string absolutUri)
    {
        address = null!;
        absolutUri = "";
        var scheme = path?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (scheme <= 0 || !path!.StartsWith("akka", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var end = path.IndexOf('/', scheme + 3);
        var authority = end < 0 ? path[(scheme + 3)..] : path[(scheme + 3)..end];
        absolutUri = end < 0 ? "/" : path[end..];
        return TryParseAuthority(path[..scheme], authority, out address);
    }

    public override string ToString()
    {
        return $"{Protocol}://{HostPort()}";
    }

    /// <summary>The address without its protocol.</summary>
    public string HostPort()
    {
        var host = Host is null ? "" : $"@{Host}";
        var port = Port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{Port}");
        return System + host + port;
    }

    public Address WithProtocol(string protocol)
    {
        return new Address(protocol, System, Host, Port);
    }

    public Address WithHost(string? host = null)
    {
        return new Address(Protocol, System, host, Port);
    }

    public Address WithPort(int? port = null)
    {
        return new Address(Protocol, System, Host, port);
    }

    public bool Equals(Address? other)
    {
        return other is not null && Port == other.Port && Host == other.Host && System == other.System && Protocol == other.Protocol;
    }

    public override bool Equals(object? obj)
    {
        return Equals(obj as Address);
    }

    public override int GetHashCode()
    {
        return HashCode.Combine(Protocol, System, Host, Port);
    }

    public int CompareTo(Address? other)
    {
        return string.CompareOrdinal(Key(this), other is null ? null : Key(other));
    }

    int IComparable.CompareTo(object? obj)
    {
        return CompareTo(obj as Address);
    }

    private static string Key(Address address)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{address.Host} {address.Port ?? 0:D5} {address.System} {address.Protocol}");
    }

    private static bool TryParseAuthority(string protocol, string authority, out Address address)
    {
        address = null!;
        var at = authority.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            address = new Address(protocol, authority);
            return authority.Length > 0 && !authority.Contains(':', StringComparison.Ordinal);
        }

        var colon = authority.LastIndexOf(':');
        if (at == 0 || colon <= at + 1
            || !ushort.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        address = new Address(protocol, authority[..at], authority[(at + 1)..colon], port);
        return true;
    }
}
