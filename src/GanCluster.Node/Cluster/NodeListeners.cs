using GanCluster.Cluster.Hosting;
using GanCluster.Core;
using GanCluster.Exchange.Tcp;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;

namespace GanCluster.Node.Cluster;

/// <summary>What listens at a node's address: the control plane and the data plane.</summary>
internal static class NodeListeners
{
    /// <param name="file">Of cluster-config: <c>coordinator.conf</c> or <c>worker.conf</c>.</param>
    /// <exception cref="UserInputException">It can't be read.</exception>
    internal static ClusterAddress ForAkka(this NodeIdentity node, string file) =>
        new(node.Host, node.Bind, node.Port, ClusterFile.Read(RunCatalog.Here().Beside(file)), node.Trust);

    internal static TcpExchange Listen(this NodeIdentity node, string run, byte[] key) => TcpExchange.Listen(
        new TcpExchangeOptions
        {
            Bind = FreePort.Address(node.Bind),
            Port = node.DataPort,
            AdvertisedHost = node.Host,
            Key = key,
            Run = run,
            Trust = node.Trust,
            Note = node.Note,
        });
}
