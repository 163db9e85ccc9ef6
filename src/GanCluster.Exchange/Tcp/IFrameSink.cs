namespace GanCluster.Exchange.Tcp;

/// <summary>What a connection's frames are for.</summary>
internal interface IFrameSink
{
    /// <summary>Where a frame's floats go; null: nowhere, for it is stale.</summary>
    /// <exception cref="InvalidDataException">The frame has no place.</exception>
    Landing? Place(PeerConnection connection, FrameHeader frame);

    /// <summary>The connection is no more. Comes once.</summary>
    void Lost(PeerConnection connection, string reason);
}

/// <param name="Floats">Nobody else touches them until <paramref name="Landed"/> is called.</param>
/// <param name="Landed">Called once: with true when all floats have come, with false when they never will.</param>
internal readonly record struct Landing(Memory<float> Floats, Action<bool> Landed);
