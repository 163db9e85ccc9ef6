using System.Net.Sockets;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

public class RefusalsSpecs
{
    private readonly List<string> _told = [];

    [Fact]
    public void All_are_counted_and_each_machine_and_reason_is_told_once()
    {
        var refusals = new Refusals(_told.Add);

        refusals.Add("10.0.0.2", "one");
        refusals.Add("10.0.0.2", "one");
        refusals.Add("10.0.0.2", "two");
        refusals.Add("10.0.0.3", "one");
        refusals.Add("10.0.0.3", reason: null);

        Assert.Equal(5, refusals.Count);
        Assert.Equal(
            [
                "refused a connection of 10.0.0.2: one", "refused a connection of 10.0.0.2: two", "refused a connection of 10.0.0.3: one",
            ],
            _told);
    }

    [Fact]
    public void Who_is_gone_has_no_address()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Assert.Equal("nobody", Refusals.MachineOf(socket));
        socket.Dispose();
        Assert.Equal("somebody who is gone", Refusals.MachineOf(socket));
    }
}
