using System.Globalization;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tcp;

/// <summary>Endpoints as the names by which nodes introduce themselves.</summary>
internal static class EndpointNames
{
    /// <summary>Reads HOST:PORT; null if it is none.</summary>
    public static DataEndpoint? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port)
            ? new DataEndpoint(text[..colon], port)
            : null;
    }

    /// <summary>Of two nodes the one of the ordinally lower name dials.</summary>
    public static bool Dials(this DataEndpoint endpoint, DataEndpoint other) =>
        string.CompareOrdinal(endpoint.ToString(), other.ToString()) < 0;
}
