using Akka.Configuration;
using GanCluster.Core.Security;

namespace GanCluster.Cluster.Hosting;

/// <summary>Where a node's actor system listens, what it shows to others, and how it is set.</summary>
/// <param name="Host">What other nodes call this one by.</param>
/// <param name="Bind">The address it listens on.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Settings">The user's, as <see cref="ClusterFile"/> reads them.</param>
/// <param name="Trust">Null: no TLS.</param>
public sealed record ClusterAddress(string Host, string Bind, int Port, Config Settings, NodeTrust? Trust);
