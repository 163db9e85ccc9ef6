using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GanCluster.Core.Security;

namespace GanCluster.Exchange.Tests.Tcp.Secured;

/// <summary>Certificates as nodes have them.</summary>
internal static class Certificates
{
    public static readonly NodeTrust Shared = new(Make(), () => []);

    public static X509Certificate2 Make(int fromDay = -1, int toDay = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        return new CertificateRequest("CN=gancluster", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(fromDay), now.AddDays(toDay));
    }

    /// <summary>Of a node with this certificate that trusts those others.</summary>
    public static NodeTrust Trusting(X509Certificate2 own, params X509Certificate2[] others) =>
        new(own, () => [.. others.Select(NodeTrust.FingerprintOf)]);

    /// <summary>As lines name it.</summary>
    public static string Name(this X509Certificate2 certificate) => NodeTrust.Shown(NodeTrust.FingerprintOf(certificate));
}
