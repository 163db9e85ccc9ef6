using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;

#pragma warning disable IDE0130 // As in Akka.NET.
namespace Akka.Remote.Transport.DotNetty;

/// <summary>Asked on both sides for the other's certificate, in place of the chain's own verdict.</summary>
public delegate bool CertificateValidationCallback(
    X509Certificate2? certificate, X509Chain? chain, string remotePeer, SslPolicyErrors errors, ILoggingAdapter log);

public static class CertificateValidation
{
    /// <summary>Accepts these certificates and no others, whoever issued them.</summary>
    /// <param name="allowedThumbprints">SHA-1 thumbprints in hexadecimal, in either case.</param>
    public static CertificateValidationCallback PinnedCertificate(params string[] allowedThumbprints)
    {
        HashSet<string> allowed = new(allowedThumbprints, StringComparer.OrdinalIgnoreCase);
        return (certificate, _, _, _, _) => certificate is not null && allowed.Contains(certificate.Thumbprint);
    }
}
