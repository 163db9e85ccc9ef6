using System.Globalization;

namespace GanCluster.Exchange.Tcp;

/// <summary>Where a node's data plane listens, as the other nodes reach it. It is the node's name as well.</summary>
public sealed record DataEndpoint(string Host, int Port)
{
    public override string ToString() => $"{Host}:{Port}";

    /// <summary>Reads HOST:PORT; null if it is none.</summary>
    internal static DataEndpoint? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port)
            ? new DataEndpoint(text[..colon], port)
            : null;
    }

    /// <summary>Of two nodes the one of the ordinally lower name dials.</summary>
    internal bool Dials(DataEndpoint other) => string.CompareOrdinal(ToString(), other.ToString()) < 0;
}
