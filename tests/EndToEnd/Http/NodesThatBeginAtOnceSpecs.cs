using System.Net;
using GanCluster.Node.Http;
using GanCluster.Node.Security;
using GanCluster.Telemetry.Page;

namespace GanCluster.EndToEnd.Tests.Http;

public sealed class NodesThatBeginAtOnceSpecs
{
    private const int Nodes = 8;
    private const int Rounds = 12;

    /// <summary>Of two sockets that are given one port in the same moment, one learns only when it listens that it has none.</summary>
    [Fact]
    public async Task Nodes_that_begin_at_once_each_find_a_port_for_their_page()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var endpoint = new HttpBinding(IPAddress.Loopback, FreePort.Several("127.0.0.1", 1)[0], IsGiven: false);
            using var together = new Barrier(Nodes);
            var begun = await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(TimeSpan.FromSeconds(30));
                    return NodeTelemetry.Start(endpoint, "127.0.0.1", new WorkerPage(() => ""), _ => { });
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            try
            {
                Assert.Equal(Nodes, begun.Select(node => node.Address).Distinct().Count());
            }
            finally
            {
                Array.ForEach(begun, node => node.Dispose());
            }
        }
    }
}
