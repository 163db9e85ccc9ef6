using GanCluster.Core;

namespace GanCluster.Exchange.Tcp;

/// <summary>Who this node is, and what it can prove.</summary>
internal sealed record NodeIdentity(Endpoint Endpoint, string Run, byte[] Key, TimeSpan HandshakeTimeout);

internal enum ConnectionKind : byte
{
    /// <summary>Frames of sums, both ways: one connection for a pair of nodes, dialled by the one of the ordinally lower
    /// name.</summary>
    Exchange = 1,

    /// <summary>Asks the node of the lower name to dial.</summary>
    Call = 2,

    /// <summary>One version.</summary>
    Fetch = 3,

    /// <summary>Nothing: its end is the news.</summary>
    Watch = 4,
}

internal static class NodeNames
{
    /// <summary>Of two nodes the one of the ordinally lower name dials.</summary>
    public static bool Dials(this Endpoint endpoint, Endpoint other) =>
        string.CompareOrdinal(endpoint.ToString(), other.ToString()) < 0;
}
