using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.Core.Security;

namespace GanCluster.Exchange.Tcp.Connections;

/// <summary>Who this node is, and what it can prove.</summary>
/// <param name="Trust">Null: there is no certificate, and nothing is encrypted.</param>
internal sealed record NodeIdentity(
    Endpoint Endpoint, string Run, byte[] Key, TimeSpan HandshakeTimeout, NodeTrust? Trust = null);

/// <summary>A connection was refused, by either side.</summary>
internal sealed class HandshakeException(string reason) : IOException(reason);

/// <summary>
/// Each side proves to the other that it holds the run's key: the dialler sends a <see cref="Hello"/>; the acceptor a verdict,
/// its nonce and a proof; the dialler its proof; the acceptor the last verdict. A proof is the HMAC-SHA256 of the side's name,
/// the hello, the acceptor's nonce and what binds it to the TLS below, so none fits another connection, kind, node or direction.
/// All of that is within <see cref="Tls"/> where the nodes have a certificate. TLS does not replace it: the certificate is the
/// whole cluster's and of many runs, the key is the run's.
/// </summary>
internal static class Handshake
{
    private const int ProofBytes = HMACSHA256.HashSizeInBytes;

    private enum Verdict : byte
    {
        Welcome = 1,
        OtherVersion = 2,
        OtherRun = 3,
        OtherNode = 4,
        OtherKey = 5,
        NoTls = 6,
    }

    /// <summary>A connection to <paramref name="peer"/> that both sides have welcomed.</summary>
    /// <exception cref="HandshakeException">One of them refused.</exception>
    /// <exception cref="IOException">There is none.</exception>
    public static Channel Dial(NodeIdentity self, Endpoint peer, ConnectionKind kind) =>
        Dial(self, peer, Hello.Greet(self, peer, kind));

    public static Channel Dial(NodeIdentity self, Endpoint peer, Hello hello)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Channel? channel = null;
        var late = false;
        void GiveUp(object? _)
        {
            Volatile.Write(ref late, true);
            socket.Dispose();
        }

        try
        {
            using (new Timer(GiveUp, null, self.HandshakeTimeout, Timeout.InfiniteTimeSpan))
            {
                Sockets.Configure(socket);
                socket.Connect(peer.Host, peer.Port);
                channel = self.Trust is { } trust ? Tls.Dial(socket, trust, peer) : new Channel(socket);
                Introduce(channel, self, hello);
            }

            return channel;
        }
        catch (Exception failure) when (Sockets.IsBroken(failure))
        {
            socket.Dispose();
            channel?.Dispose();
            throw failure switch
            {
                _ when Volatile.Read(ref late) =>
                    new IOException($"{peer} did not answer within {self.HandshakeTimeout}", failure),
                HandshakeException => failure,
                _ => new IOException($"{peer} can't be reached: {failure.Message}", failure),
            };
        }
    }

    /// <summary>The hello of a dialler that both sides have welcomed.</summary>
    /// <exception cref="HandshakeException">It was refused, and told so where it speaks the protocol.</exception>
    public static (Channel Channel, Hello Hello) Accept(Socket socket, NodeIdentity self)
    {
        using var deadline = new Timer(_ => socket.Dispose(), null, self.HandshakeTimeout, Timeout.InfiniteTimeSpan);
        Sockets.Configure(socket);
        var channel = self.Trust is { } trust && Tls.IsSpoken(socket) ? Tls.Accept(socket, trust) : new Channel(socket);
        try
        {
            return (channel, Examine(channel, self));
        }
        catch (Exception refused) when (Sockets.IsBroken(refused))
        {
            channel.Close();
            throw;
        }
    }

    private static Hello Examine(Channel channel, NodeIdentity self)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(Read(channel, sizeof(ushort)));
        if (length == Tls.FirstRecord && self.Trust is null)
        {
            channel.Send(Tls.HandshakeFailure);
            throw new HandshakeException("it speaks TLS, and this node has no certificate; give both the same --certificate");
        }

        if (length > Hello.MaxBytes)
        {
            throw new HandshakeException("it does not speak this protocol");
        }

        var bytes = Read(channel, length);
        var hello = Hello.Parse(bytes);
        Refuse(channel, hello, self.Trust is not null && !channel.IsSecured, Verdict.NoTls);
        Refuse(channel, hello, hello.Version != Hello.CurrentVersion, Verdict.OtherVersion);
        Refuse(channel, hello, !string.Equals(hello.Run, self.Run, StringComparison.Ordinal), Verdict.OtherRun);
        Refuse(channel, hello, !string.Equals(hello.To, self.Endpoint.ToString(), StringComparison.Ordinal), Verdict.OtherNode);

        var nonce = RandomNumberGenerator.GetBytes(Hello.NonceBytes);
        channel.Send([(byte)Verdict.Welcome, .. nonce, .. Proof(channel, self, "acceptor"u8, bytes, nonce)]);
        var proof = Read(channel, ProofBytes);
        var holdsKey = CryptographicOperations.FixedTimeEquals(proof, Proof(channel, self, "dialler"u8, bytes, nonce));
        Refuse(channel, hello, !holdsKey, Verdict.OtherKey);
        channel.Send([(byte)Verdict.Welcome]);
        return hello;
    }

    private static void Introduce(Channel channel, NodeIdentity self, Hello hello)
    {
        var bytes = hello.ToBytes();
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)bytes.Length);
        channel.Send([.. length, .. bytes]);
        Heed(Read(channel, 1)[0], hello);
        var nonce = Read(channel, Hello.NonceBytes);
        var theirs = Read(channel, ProofBytes);

        // Ours goes out whatever theirs is worth, so that both sides learn why.
        channel.Send(Proof(channel, self, "dialler"u8, bytes, nonce));
        if (!CryptographicOperations.FixedTimeEquals(theirs, Proof(channel, self, "acceptor"u8, bytes, nonce)))
        {
            throw new HandshakeException($"{hello.To} holds another key");
        }

        Heed(Read(channel, 1)[0], hello);
    }

    private static void Heed(byte verdict, Hello hello)
    {
        var reason = (Verdict)verdict switch
        {
            Verdict.Welcome => null,
            Verdict.OtherVersion => $"it does not speak version {hello.Version} of the protocol",
            Verdict.OtherRun => $"it is not of the run {hello.Run}",
            Verdict.OtherNode => "it has another name",
            Verdict.OtherKey => "it holds another key",
            Verdict.NoTls => "it takes TLS, and this node has no certificate; give both the same --certificate",
            _ => "it does not speak this protocol",
        };
        if (reason is not null)
        {
            throw new HandshakeException($"{hello.To} refused the connection: {reason}");
        }
    }

    private static void Refuse(Channel channel, Hello hello, bool refused, Verdict verdict)
    {
        if (refused)
        {
            channel.Send([(byte)verdict]);
            throw new HandshakeException(verdict switch
            {
                Verdict.OtherVersion => $"it speaks version {hello.Version} of the protocol, and this node {Hello.CurrentVersion}",
                Verdict.OtherRun => "it is of another run",
                Verdict.OtherNode => "it asks for a node of another name",
                Verdict.NoTls => "it does not speak TLS; give both the same --certificate",
                _ => "it holds another key",
            });
        }
    }

    private static byte[] Proof(Channel channel, NodeIdentity self, ReadOnlySpan<byte> side, byte[] hello, byte[] nonce) =>
        HMACSHA256.HashData(self.Key, (byte[])[.. side, .. hello, .. nonce, .. channel.Binding]);

    private static byte[] Read(Channel channel, int count)
    {
        var bytes = new byte[count];
        channel.Receive(bytes);
        return bytes;
    }
}
