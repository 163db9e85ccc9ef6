using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;

namespace GanCluster.Cluster.Hosting;

/// <summary>Where a node's actor system listens, what it shows to others, and how it is set.</summary>
/// <param name="Host">What other nodes call this one by.</param>
/// <param name="Bind">The address it listens on.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Settings">The user's, as <see cref="ClusterFile"/> reads them.</param>
/// <param name="Certificate">The one certificate that every node of the cluster shows and accepts; null: no TLS.</param>
public sealed record ClusterAddress(string Host, string Bind, int Port, Config Settings, X509Certificate2? Certificate);
