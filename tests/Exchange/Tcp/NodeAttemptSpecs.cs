using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Exchange.Attempts;
using GanCluster.Exchange.Tcp;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class NodeAttemptSpecs
{
    private static readonly Endpoint Peer = new("127.0.0.1", 1);
    private static readonly Endpoint Self = new("127.0.0.1", 2);
    private readonly AttemptLife _life = new(Attempts.Id(1), new object(), TimeSpan.FromSeconds(20));
    private readonly NodeAttempt _attempt;

    public NodeAttemptSpecs()
    {
        var roster = new Dictionary<WorkerId, Endpoint> { [new WorkerId("w0")] = Self, [new WorkerId("w1")] = Peer };
        var layout = NodeLayout.Of([new WorkerId("w0"), new WorkerId("w1")], roster, Self);
        _attempt = new NodeAttempt(_life, layout, new SharedVectors(), Nodes.Options);
    }

    [Fact]
    public void The_loss_of_a_connection_that_it_does_not_use_leaves_it()
    {
        _attempt.Bind(Connection());

        _attempt.Lost(Peer, Connection(), "it has connected anew");
        _attempt.Lost(Peer, null, "it can't be reached");
        _attempt.Lost(new Endpoint("127.0.0.1", 3), null, "it can't be reached");

        Assert.False(_attempt.IsBroken);
    }

    [Fact]
    public void The_loss_of_its_connection_breaks_it_even_if_a_newer_one_is_up()
    {
        var connection = Connection();
        _attempt.Bind(connection);
        _attempt.Bind(Connection());

        _attempt.Lost(Peer, connection, "it has connected anew");

        Assert.True(_attempt.IsBroken);
    }

    [Fact]
    public void That_none_can_be_made_breaks_it()
    {
        _attempt.Lost(Peer, null, "it can't be reached");

        Assert.True(_attempt.IsBroken);
    }

    private static PeerConnection Connection() => new(
        new FrameChannel(new Channel(new Socket(SocketType.Stream, ProtocolType.Tcp))),
        Peer,
        Nodes.Options,
        new Traffic(),
        new AttemptRouter(new RunId("run"), TimeSpan.FromSeconds(20)));
}
