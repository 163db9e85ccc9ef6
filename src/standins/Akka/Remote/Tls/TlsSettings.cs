using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Remote.Tls;

/// <summary>TLS of every connection, in both directions, by the one certificate of this node.</summary>
internal sealed class TlsSettings(DotNettySslSetup setup, ILoggingAdapter log)
{
    private const string Section = "akka.remote.dot-netty.tcp.ssl";

    /// <summary>The set-up given in code, or the one of the configuration.</summary>
    /// <exception cref="ArgumentException">There is no certificate with a private key.</exception>
    public static TlsSettings From(Config config, DotNettySslSetup? setup, ILoggingAdapter log)
    {
        setup ??= FromConfig(config);
        return setup.Certificate.HasPrivateKey
            ? new TlsSettings(setup, log)
            : throw new ArgumentException("TLS needs a certificate with its private key");
    }

    public SslStream AsClient(Stream stream, string host)
    {
        SslStream secure = new(stream);
        secure.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ClientCertificates = [setup.Certificate],
            LocalCertificateSelectionCallback = (_, _, _, _, _) => setup.Certificate,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Accepts(certificate, chain, errors, host),
        });
        return secure;
    }

    public SslStream AsServer(Stream stream, string peer)
    {
        SslStream secure = new(stream);
        secure.AuthenticateAsServer(new SslServerAuthenticationOptions
        {
            ServerCertificate = setup.Certificate,
            ClientCertificateRequired = setup.RequireMutualAuthentication,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                certificate is null ? !setup.RequireMutualAuthentication : Accepts(certificate, chain, errors, peer),
        });
        return secure;
    }

    private static DotNettySslSetup FromConfig(Config config)
    {
        string path = config.GetString(Section + ".certificate.path", "");
        if (path.Length == 0)
        {
            throw new ArgumentException($"{Section}.certificate.path: enable-ssl is on and no certificate is named");
        }
        return new DotNettySslSetup(
            X509CertificateLoader.LoadPkcs12FromFile(path, config.GetString(Section + ".certificate.password")),
            config.GetBoolean(Section + ".suppress-validation"),
            config.GetBoolean(Section + ".require-mutual-authentication", true),
            config.GetBoolean(Section + ".validate-certificate-hostname"));
    }

    private bool Accepts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string peer)
    {
        if (setup.CustomValidator is { } validator)
        {
            return validator(certificate as X509Certificate2, chain, peer, errors, log);
        }
        if (certificate is null || setup.SuppressValidation)
        {
            return certificate is not null;
        }
        SslPolicyErrors ignored = setup.ValidateCertificateHostname
            ? SslPolicyErrors.None
            : SslPolicyErrors.RemoteCertificateNameMismatch;
        return (errors & ~ignored) == SslPolicyErrors.None;
    }
}
