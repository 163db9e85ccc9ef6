using System.Net;
using GanCluster.Cluster.Hosting;
using GanCluster.Core;
using GanCluster.Exchange.Tcp;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;

namespace GanCluster.Node.Cluster;

/// <summary>What listens at a node's endpoint.</summary>
internal static class NodeEndpoints
{
    internal static byte[] SecretBytes(this NodeEndpoint node) => node.Secret?.Bytes ?? [];

    /// <param name="file">Of cluster-config: <c>coordinator.conf</c> or <c>worker.conf</c>.</param>
    /// <exception cref="UserInputException">It can't be read.</exception>
    internal static ClusterAddress ForAkka(this NodeEndpoint node, string file) =>
        new(node.Host, node.Bind, node.Port, ClusterFile.Read(RunCatalog.Here().Beside(file)), node.Certificate);

    internal static TcpExchange Listen(this NodeEndpoint node, string run, byte[] key) => TcpExchange.Listen(
        new TcpExchangeOptions
        {
            Bind = AddressOf(node.Bind),
            Port = node.DataPort,
            AdvertisedHost = node.Host,
            Key = key,
            Run = run,
        });

    private static IPAddress AddressOf(string host) => IPAddress.TryParse(host, out var address)
        ? address
        : Dns.GetHostAddresses(host).FirstOrDefault()
            ?? throw new UserInputException($"'{host}' has no address here; give this machine's address as --bind");
}
