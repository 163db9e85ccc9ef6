using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tcp;

/// <summary>Who this node is, and what it can prove.</summary>
internal sealed record NodeIdentity(DataEndpoint Endpoint, string Run, byte[] Key, TimeSpan HandshakeTimeout);

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
