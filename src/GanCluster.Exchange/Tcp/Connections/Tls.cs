using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Security.Authentication.ExtendedProtection;
using System.Security.Cryptography.X509Certificates;
using GanCluster.Core;
using GanCluster.Core.Security;

namespace GanCluster.Exchange.Tcp.Connections;

/// <summary>
/// TLS of which both ends show a certificate and either accepts only what it trusts. The first byte within it says to the other end
/// whether that is so: an alert would come when the handshake is over for one of them, and .NET sends none. No session is resumed,
/// for that would go by what was trusted then; no chain is built from what a peer names, and nothing is downloaded for it.
/// </summary>
internal static class Tls
{
    /// <summary>The first two bytes of whoever begins TLS, as a greeting's length.</summary>
    public const ushort FirstRecord = 0x0316;

    private const string Name = "gancluster";
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;
    private const byte Trusted = 1;
    private const byte NotTrusted = 2;

    /// <summary>What the protocol answers to whom it can't serve: an alert, fatal, that the handshake failed.</summary>
    public static ReadOnlySpan<byte> HandshakeFailure => [0x15, 0x03, 0x03, 0, 2, 2, 40];

    /// <summary>Whether the peer begins with TLS. Takes nothing of what it sent.</summary>
    public static bool IsSpoken(Socket socket)
    {
        Span<byte> first = stackalloc byte[1];
        return socket.Receive(first, SocketFlags.Peek) == 1 && first[0] == (FirstRecord & 0xff);
    }

    /// <exception cref="HandshakeException">Either end does not trust the other, or the peer speaks no TLS.</exception>
    public static Channel Dial(Socket socket, NodeTrust trust, Endpoint peer)
    {
        var examined = new Examined(trust);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = Name,
            EnabledSslProtocols = Versions,
            AllowRenegotiation = false,
            AllowTlsResume = false,
            ClientCertificateContext = Shown(trust),
            CertificateChainPolicy = Alone(),
            RemoteCertificateValidationCallback = (_, shown, _, _) => examined.Accepts(shown),
        };
        try
        {
            return Secured(socket, examined, tls => tls.AuthenticateAsClient(options));
        }
        catch (HandshakeException refused)
        {
            throw new HandshakeException($"{peer}: {refused.Message}");
        }
    }

    /// <exception cref="HandshakeException">Either end does not trust the other.</exception>
    public static Channel Accept(Socket socket, NodeTrust trust)
    {
        var examined = new Examined(trust);
        var options = new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = Versions,
            AllowRenegotiation = false,
            AllowTlsResume = false,
            ServerCertificateContext = Shown(trust),
            ClientCertificateRequired = true,
            CertificateChainPolicy = Alone(),
            RemoteCertificateValidationCallback = (_, shown, _, _) => examined.Accepts(shown),
        };
        return Secured(socket, examined, tls => tls.AuthenticateAsServer(options));
    }

    /// <summary>
    /// The handshake's own end, which is another in every connection: who stands between two nodes, with the certificate that all of
    /// them share, has one with each, and can't pass off one's proofs as the other's.
    /// </summary>
    public static byte[] BindingOf(SslStream tls)
    {
        using var binding = tls.TransportContext.GetChannelBinding(ChannelBindingKind.Unique);
        if (binding is null)
        {
            return [];
        }

        var bytes = new byte[binding.Size];
        Marshal.Copy(binding.DangerousGetHandle(), bytes, 0, bytes.Length);
        return bytes;
    }

    private static Channel Secured(Socket socket, Examined peer, Action<SslStream> authenticate)
    {
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        try
        {
            authenticate(tls);
            tls.Write([peer.IsTrusted ? Trusted : NotTrusted]);
            var answer = tls.ReadByte();
            return (peer.IsTrusted, answer) switch
            {
                (true, Trusted) => new Channel(socket, tls),
                (true, < 0) => throw new IOException(Sockets.Closed),
                _ => throw new HandshakeException(
                    peer.Refusal ?? $"it does not trust this node's certificate {peer.Trust.Fingerprint}; {NodeTrust.Remedy}"),
            };
        }
        catch (AuthenticationException failure)
        {
            tls.Dispose();
            var why = failure.GetBaseException().Message.TrimEnd('.');
            throw new HandshakeException(
                peer.Refusal ?? $"no TLS with it, perhaps for it has no certificate; {NodeTrust.Remedy} ({why})");
        }
        catch (Exception broken) when (Sockets.IsBroken(broken))
        {
            tls.Dispose();
            throw;
        }
    }

    private static SslStreamCertificateContext Shown(NodeTrust trust) =>
        SslStreamCertificateContext.Create(trust.Own, additionalCertificates: null, offline: true);

    private static X509ChainPolicy Alone() => new()
    {
        RevocationMode = X509RevocationMode.NoCheck,
        DisableCertificateDownloads = true,
        TrustMode = X509ChainTrustMode.CustomRootTrust,
    };

    /// <summary>What is thought of who shows itself.</summary>
    private sealed class Examined(NodeTrust trust)
    {
        public NodeTrust Trust => trust;

        public bool IsTrusted { get; private set; }

        public string? Refusal { get; private set; }

        /// <summary>Whom it does not trust it lets in as far as it takes to say so.</summary>
        public bool Accepts(X509Certificate? shown)
        {
            Refusal = trust.Refusal(shown as X509Certificate2, TimeProvider.System.GetUtcNow());
            IsTrusted = Refusal is null;
            return shown is not null;
        }
    }
}
