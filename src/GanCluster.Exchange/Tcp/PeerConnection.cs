using System.Collections.Concurrent;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Exchange.Attempts;
using GanCluster.Exchange.Tcp.Connections;

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

/// <summary>Vectors of which one peer gets a segment.</summary>
/// <param name="Plan">The header that all its frames share; its offset, length and node are each frame's own.</param>
/// <param name="Vectors">Whole ones; the segment is cut out of each.</param>
/// <param name="Go">Asked before every frame: false once the attempt is broken.</param>
/// <param name="Done">Called once, when none of the vectors is read any more.</param>
internal sealed record Shipment(FrameHeader Plan, IReadOnlyList<PartialSum> Vectors, Func<bool> Go, Action Done);

/// <summary>
/// The frames to and from one peer. A thread sends and another receives, both with blocking calls: so neither waits for the
/// other, a lost peer is noticed at once whatever the workers do, and vectors go from and to where they lie.
/// </summary>
internal sealed class PeerConnection(
    FrameChannel channel, Endpoint peer, TcpExchangeOptions options, Traffic traffic, IFrameSink sink)
{
    private readonly BlockingCollection<Shipment> _shipments = [];
    private readonly byte[] _discarded = new byte[64 << 10];
    private int _closed;

    public Endpoint Peer { get; } = peer;

    public SliceInbox Inbox { get; } = new(new RunId(options.Run), options.MaxHeld);

    public bool IsClosed => Volatile.Read(ref _closed) == 1;

    public void Start()
    {
        Start(SendAll, $"to {Peer}");
        Start(ReceiveAll, $"from {Peer}");
    }

    /// <summary>Sends it after all that were given before; if the connection is closed it is done at once.</summary>
    public void Send(Shipment shipment)
    {
        try
        {
            _shipments.Add(shipment);
        }
        catch (InvalidOperationException) when (_shipments.IsAddingCompleted)
        {
            shipment.Done();
        }
    }

    public void Close(string reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            _shipments.CompleteAdding();
            channel.Close();
            sink.Lost(this, reason);
        }
    }

    private void Start(Action work, string name)
    {
        void Run()
        {
            Guard(work);
            channel.Leave();
        }

        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception broken) when (Sockets.IsBroken(broken) || broken is InvalidDataException)
        {
            Close(broken.Message);
        }
    }

    private void SendAll()
    {
        foreach (var shipment in _shipments.GetConsumingEnumerable())
        {
            try
            {
                Guard(() => Send(shipment, new byte[FrameHeader.Size]));
            }
            finally
            {
                shipment.Done();
            }
        }
    }

    private void Send(Shipment shipment, byte[] header)
    {
        var plan = shipment.Plan;
        var most = channel.FrameOf(options.MaxFrame) / sizeof(float);
        if (plan.Rounded > 0)
        {
            most = Math.Max(EightBits.Block, most - (most % EightBits.Block));
        }

        foreach (var (node, values) in shipment.Vectors)
        {
            for (var offset = 0; offset < plan.Segment; offset += most)
            {
                if (IsClosed || !shipment.Go())
                {
                    return;
                }

                var length = Math.Min(most, plan.Segment - offset);
                var frame = plan with { Level = node.Level, Index = node.Index, Offset = offset, Length = length };
                frame.Write(header);
                traffic.AddSent(channel.Send(header, values.Span.Slice(plan.Start + offset, length), frame.CountRounded()));
            }
        }
    }

    private void ReceiveAll()
    {
        var header = new byte[FrameHeader.Size];
        while (true)
        {
            channel.ReceiveHeader(header);
            var frame = FrameHeader.Read(header, options.MaxFrame);
            if (sink.Place(this, frame) is { } landing)
            {
                Fill(landing, frame.CountRounded(), Floats.AreStreamed(frame.Segment));
            }
            else
            {
                channel.Discard(frame.Length, frame.CountRounded(), _discarded);
            }
        }
    }

    private void Fill(Landing landing, int rounded, bool streamed)
    {
        var whole = false;
        try
        {
            traffic.AddReceived(channel.Receive(landing.Floats.Span, rounded, streamed));
            whole = true;
        }
        finally
        {
            landing.Landed(whole);
        }
    }
}
