using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Remote.Transport.DotNetty;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Hosting;

/// <summary>Makes the actor systems of nodes.</summary>
public static class ClusterSystem
{
    public const string Name = "gancluster";

    /// <summary>Also the name of the singleton manager and its proxy.</summary>
    internal const string Coordinator = "coordinator";

    /// <summary>What no configuration file may change: the protocol depends on it.</summary>
    private const string Fixed = """
        akka {
          loggers = []
          loglevel = WARNING
          stdout-loglevel = OFF
          actor {
            provider = cluster
            serializers.gancluster = "GanCluster.Cluster.Wire.ClusterSerializer, GanCluster.Cluster"
            serialization-bindings {
              "GanCluster.Cluster.Wire.IClusterMessage, GanCluster.Cluster" = gancluster
            }
          }
          coordinated-shutdown {
            exit-clr = off
            # A node that is told to end says goodbye first; Akka's own hook would end the actors before.
            run-by-clr-shutdown-hook = off
          }
        }
        """;

    /// <param name="role"><see cref="Protocol.CoordinatorRole"/> or <see cref="Protocol.WorkerRole"/>.</param>
    /// <param name="stranger">Told, on any thread, of a peer that shows another certificate and is turned away for it.</param>
    internal static ActorSystem Create(ClusterAddress address, string role, Action<string> stranger)
    {
        var config = ConfigurationFactory.ParseString(Fixed)
            .WithFallback(ConfigurationFactory.ParseString(Own(address, role)))
            .WithFallback(ConfigurationFactory.ParseString(address.Configuration));
        var setup = BootstrapSetup.Create().WithConfig(config);
        return ActorSystem.Create(Name, address.Certificate is { } certificate
            ? ActorSystemSetup.Create(setup, new DotNettySslSetup(
                certificate,
                suppressValidation: false,
                requireMutualAuthentication: true,
                validateCertificateHostname: false,
                Only(certificate, stranger)))
            : ActorSystemSetup.Create(setup));
    }

    /// <param name="secured">Whether the nodes have a certificate: Akka names such addresses otherwise.</param>
    public static Address AddressOf(string host, int port, bool secured) =>
        new(secured ? "akka.ssl.tcp" : "akka.tcp", Name, host, port);

    private static CertificateValidationCallback Only(X509Certificate2 certificate, Action<string> stranger)
    {
        var pinned = CertificateValidation.PinnedCertificate(certificate.Thumbprint);
        return (shown, chain, peer, errors, log) =>
        {
            var known = pinned(shown, chain, peer, errors, log);
            if (!known)
            {
                stranger(peer);
            }

            return known;
        };
    }

    private static string Own(ClusterAddress address, string role) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        akka.cluster.roles = ["{{role}}"]
        akka.remote.dot-netty.tcp {
          hostname = "{{address.Bind}}"
          public-hostname = "{{address.Host}}"
          port = {{address.Port}}
          enable-ssl = {{(address.Certificate is null ? "off" : "on")}}
        }
        """);
}
