using System.Security.Cryptography.X509Certificates;
using GanCluster.Core;
using GanCluster.Core.Security;
using GanCluster.Node.Options;

namespace GanCluster.Node.Security;

/// <summary>What a node is known by: where it is reached and what it proves itself with. Checked; nothing listens yet.</summary>
/// <param name="Host">What the others reach it at.</param>
/// <param name="Bind">What it listens on.</param>
/// <param name="Port">Of the control plane; 0: any free one.</param>
/// <param name="DataPort">Of the data plane; 0: any free one.</param>
/// <param name="Trust">Null: there is no certificate, and so no TLS.</param>
/// <param name="Note">Told who is refused at either plane, a line each, on any thread.</param>
internal sealed record NodeIdentity(
    string Host, string Bind, int Port, int DataPort, ClusterSecret? Secret, NodeTrust? Trust, Action<string> Note) : IDisposable
{
    /// <summary>The control plane's port of a coordinator that is given none.</summary>
    internal const int CoordinatorPort = 4053;

    /// <summary>Empty: there is no secret.</summary>
    internal byte[] SecretBytes => Secret?.Bytes ?? [];

    /// <param name="preferredPort">If none is given, the first free one from here on; 0: any.</param>
    /// <param name="keys">In place of files; null: there are none.</param>
    /// <exception cref="UserInputException">A rule of <see cref="BindRules"/>, a port, the secret or the certificate.</exception>
    internal static NodeIdentity Resolve(
        NodeAddressOptions options,
        int preferredPort,
        Action<string> note,
        (ClusterSecret Secret, X509Certificate2 Certificate)? keys = null)
    {
        var bind = options.Bind ?? options.Host;
        var secret = keys?.Secret ?? ClusterSecret.Load(options.SecretFile);
        BindRules.Check(options.Host, bind, secret is not null, keys is not null || options.Certificate is not null);
        if (options.Port is { } port && port != 0 && port == options.DataPort)
        {
            throw new UserInputException($"--port and --data-port are both {port}; give two");
        }

        var given = FreePort.Given(bind, options.Port ?? 0, "--port");
        var data = FreePort.Given(bind, options.DataPort, "--data-port");
        var chosen = options.Port is null && preferredPort > 0 ? FreePort.From(bind, preferredPort) : given;
        return new NodeIdentity(
            options.Host, bind, chosen, data, secret,
            keys is { Certificate: var own } ? new NodeTrust(own, () => []) : TrustOf(options, note), note);
    }

    /// <exception cref="UserInputException">A coordinator is on another machine, which could not reach this node.</exception>
    internal void CheckJoin(IEnumerable<Endpoint> coordinators)
    {
        if (BindRules.IsLoopback(Host) && coordinators.FirstOrDefault(at => !BindRules.IsLoopback(at.Host)) is { } coordinator)
        {
            throw new UserInputException(
                $"{coordinator.Host} can't reach this node at {Host}; give this machine's address as --host");
        }
    }

    public void Dispose() => Trust?.Own.Dispose();

    private static NodeTrust? TrustOf(NodeAddressOptions options, Action<string> note)
    {
        if (options.Certificate is not { } file)
        {
            return null;
        }

        var own = NodeCertificate.Load(file);
        if (ClusterSecret.OpenToOthers(file, "the certificate's key") is { } warning)
        {
            note(warning);
        }

        var others = options.Trust is { } path ? TrustedCertificates.Load(path, note) : null;
        return new NodeTrust(own, () => others?.Fingerprints() ?? []);
    }
}
