using System.Security.Cryptography.X509Certificates;

namespace GanCluster.Cluster.Hosting;

/// <summary>Where a node's actor system listens, and what it shows to others.</summary>
/// <param name="Host">What other nodes call this one by.</param>
/// <param name="Bind">The address it listens on.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Configuration">HOCON: coordinator.conf or worker.conf.</param>
/// <param name="Certificate">The one certificate that every node of the cluster shows and accepts; null: no TLS.</param>
public sealed record ClusterAddress(
    string Host, string Bind, int Port, string Configuration, X509Certificate2? Certificate);
