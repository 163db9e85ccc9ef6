using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GanCluster.EndToEnd.Tests.Nodes;

[Collection(NodesCollection.Name)]
public sealed class AddressSpecs
{
    [Fact]
    public async Task A_port_that_is_busy_is_refused_before_anything_starts()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        await using var run = new NodesRun();

        var ran = await run.Start("coordinator", "ring8", "--out", run.Folder, "--port", $"{port}").Exit();

        Assert.Contains($"{port}", ran.Refusal(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder));
    }

    [Fact]
    public async Task A_worker_tells_once_that_nobody_listens_and_gives_up()
    {
        await using var run = new NodesRun();
        var watch = Stopwatch.StartNew();

        var ran = await run.Start("worker", "--join", "127.0.0.1:1", "--join-timeout", "3").Exit();

        Assert.InRange(watch.Elapsed.TotalSeconds, 3, 9);
        Assert.Equal(2, ran.Code);
        Assert.Collection(
            ran.Error.TrimEnd().Split('\n'),
            meanwhile => Assert.Equal("no connection to 127.0.0.1:1: Connection refused", meanwhile),
            end => Assert.StartsWith("127.0.0.1:1: no coordinator has answered for 3 s", end, StringComparison.Ordinal));
    }
}
