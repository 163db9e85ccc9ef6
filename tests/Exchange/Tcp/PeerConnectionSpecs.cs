using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Core.Sums;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class PeerConnectionSpecs : IDisposable
{
    private readonly Socket _far = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _near;
    private readonly RecordingSink _sink = new();
    private readonly Traffic _traffic = new();
    private readonly PeerConnection _connection;

    public PeerConnectionSpecs()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _far.Connect(listener.LocalEndPoint!);
        _near = listener.Accept();
        _connection = new PeerConnection(
            new FrameChannel(new Channel(_near)), new Endpoint("127.0.0.1", 1), Nodes.Options with { MaxFrame = 32 }, _traffic, _sink);
    }

    [Fact]
    public void A_shipment_is_cut_into_frames_and_done_once()
    {
        float[] values = [.. Enumerable.Range(0, 40)];
        var done = 0;
        _connection.Start();

        _connection.Send(Shipment(values, () => true, () => done++));

        var floats = new List<float>();
        foreach (var (offset, length) in new[] { (0, 8), (8, 8), (16, 4) })
        {
            var header = new byte[FrameHeader.Size];
            Sockets.Receive(_far, header);
            var frame = FrameHeader.Read(header, 32);
            Assert.Equal((new TreeNode(1, 2), offset, length), (frame.Node, frame.Offset, frame.Length));
            var bytes = new byte[length * sizeof(float)];
            Sockets.Receive(_far, bytes);
            floats.AddRange(Enumerable.Range(0, length).Select(i => BitConverter.ToSingle(bytes, i * sizeof(float))));
        }

        Assert.Equal(values[10..30], floats);
        Eventually.True(() => done > 0, "the end of the shipment");
        _connection.Close("the test is over");
        Assert.Equal((1, 20 * sizeof(float)), (done, (int)_traffic.Sent));
    }

    [Fact]
    public void A_shipment_that_is_called_off_ends_between_two_frames()
    {
        var (frames, done) = (0, 0);
        _connection.Start();

        _connection.Send(Shipment(new float[40], () => frames++ < 2, () => done++));

        Eventually.True(() => done == 1, "the end of the shipment");
        Assert.Equal(16 * sizeof(float), _traffic.Sent);
    }

    [Fact]
    public void Whatever_is_given_to_a_closed_connection_is_done_and_not_sent()
    {
        var done = 0;
        _connection.Send(Shipment(new float[40], () => true, () => Interlocked.Increment(ref done)));
        _connection.Close("the first reason");
        _connection.Start();
        Eventually.True(() => done == 1, "the end of what was waiting");

        _connection.Send(Shipment(new float[40], () => true, () => Interlocked.Increment(ref done)));
        _connection.Close("the second reason");

        Assert.Equal((2, 0L), (done, _traffic.Sent));
        Assert.Equal(["the first reason"], _sink.Lost);
    }

    [Fact]
    public void Frames_without_a_place_are_read_and_dropped()
    {
        _connection.Start();
        for (var i = 0; i < 3; i++)
        {
            var header = new byte[FrameHeader.Size];
            (FakePeer.Slice(Attempts.Id(1)) with { Exchange = i + 1, Length = 8 }).Write(header);
            Sockets.Send(_far, [.. header, .. new byte[8 * sizeof(float)]]);
        }

        Eventually.True(() => _sink.Exchanges.Count == 3, "three frames");
        Assert.Equal([1, 2, 3], _sink.Exchanges);
        Assert.Equal(0, _traffic.Received);
    }

    public void Dispose()
    {
        _connection.Close("the test is over");
        _far.Dispose();
        _near.Dispose();
    }

    /// <summary>Elements [10, 30) of the vector, as a slice.</summary>
    private static Shipment Shipment(float[] values, Func<bool> go, Action done) => new(
        FakePeer.Slice(Attempts.Id(1)) with { Replicas = 11, Start = 10, Segment = 20 },
        [new PartialSum(new TreeNode(1, 2), values)],
        go,
        done);

    /// <summary>Has no place for anything.</summary>
    private sealed class RecordingSink : IFrameSink
    {
        private readonly List<string> _lost = [];
        private readonly List<int> _exchanges = [];

        public IReadOnlyList<string> Lost => _lost;

        public IReadOnlyList<int> Exchanges => _exchanges;

        public Landing? Place(PeerConnection connection, FrameHeader frame)
        {
            _exchanges.Add(frame.Exchange);
            return null;
        }

        void IFrameSink.Lost(PeerConnection connection, string reason) => _lost.Add(reason);
    }
}
