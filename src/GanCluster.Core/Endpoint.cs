using System.Globalization;

namespace GanCluster.Core;

/// <summary>Where something is reached: <c>HOST:PORT</c>, an IPv6 address in brackets.</summary>
public sealed record Endpoint(string Host, int Port)
{
    /// <returns>Null if it is none; port 0 is none.</returns>
    public static Endpoint? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var bracketed = text[0] == '[' && text[colon - 1] == ']';
        var host = bracketed ? text[1..(colon - 1)] : text[..colon];
        var isWhole = port > 0 && IsHost(host) && bracketed == host.Contains(':', StringComparison.Ordinal);
        return isWhole ? new Endpoint(host, port) : null;
    }

    /// <summary>Whether it is a name or an address, without asking whether it exists.</summary>
    public static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
