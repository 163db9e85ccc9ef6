using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using GanCluster.Core;

namespace GanCluster.Exchange.Tcp.Connections;

/// <summary>Who this node is, and what it can prove.</summary>
internal sealed record NodeIdentity(Endpoint Endpoint, string Run, byte[] Key, TimeSpan HandshakeTimeout);

/// <summary>A connection was refused, by either side.</summary>
internal sealed class HandshakeException(string reason) : IOException(reason);

/// <summary>
/// Each side proves to the other that it holds the run's key: the dialler sends a <see cref="Hello"/>; the acceptor a verdict,
/// its nonce and a proof; the dialler its proof; the acceptor the last verdict. A proof is the HMAC-SHA256 of the side's name,
/// the hello and the acceptor's nonce, so none fits another connection, kind, node or direction. What follows is not encrypted.
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
    }

    /// <summary>A connection to <paramref name="peer"/> that both sides have welcomed.</summary>
    /// <exception cref="HandshakeException">One of them refused.</exception>
    /// <exception cref="IOException">There is none.</exception>
    public static Socket Dial(NodeIdentity self, Endpoint peer, ConnectionKind kind) =>
        Dial(self, peer, Hello.Greet(self, peer, kind));

    public static Socket Dial(NodeIdentity self, Endpoint peer, Hello hello)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
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
                Introduce(socket, self, hello);
            }

            return socket;
        }
        catch (Exception failure) when (Sockets.IsBroken(failure))
        {
            socket.Dispose();
            throw failure switch
            {
                HandshakeException => failure,
                _ when Volatile.Read(ref late) =>
                    new IOException($"{peer} did not answer within {self.HandshakeTimeout}", failure),
                _ => new IOException($"{peer} can't be reached: {failure.Message}", failure),
            };
        }
    }

    /// <summary>The hello of a dialler that both sides have welcomed.</summary>
    /// <exception cref="HandshakeException">It was refused, and told so where it speaks the protocol.</exception>
    public static Hello Accept(Socket socket, NodeIdentity self)
    {
        using var deadline = new Timer(_ => socket.Dispose(), null, self.HandshakeTimeout, Timeout.InfiniteTimeSpan);
        Sockets.Configure(socket);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(Read(socket, sizeof(ushort)));
        if (length > Hello.MaxBytes)
        {
            throw new HandshakeException("it does not speak this protocol");
        }

        var bytes = Read(socket, length);
        var hello = Hello.Parse(bytes);
        Refuse(socket, hello.Version != Hello.CurrentVersion, Verdict.OtherVersion);
        Refuse(socket, !string.Equals(hello.Run, self.Run, StringComparison.Ordinal), Verdict.OtherRun);
        Refuse(socket, !string.Equals(hello.To, self.Endpoint.ToString(), StringComparison.Ordinal), Verdict.OtherNode);

        var nonce = RandomNumberGenerator.GetBytes(Hello.NonceBytes);
        Sockets.Send(socket, [(byte)Verdict.Welcome, .. nonce, .. Proof(self, "acceptor"u8, bytes, nonce)]);
        var proof = Read(socket, ProofBytes);
        var holdsKey = CryptographicOperations.FixedTimeEquals(proof, Proof(self, "dialler"u8, bytes, nonce));
        Refuse(socket, !holdsKey, Verdict.OtherKey);
        Sockets.Send(socket, [(byte)Verdict.Welcome]);
        return hello;
    }

    private static void Introduce(Socket socket, NodeIdentity self, Hello hello)
    {
        var bytes = hello.ToBytes();
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)bytes.Length);
        Sockets.Send(socket, [.. length, .. bytes]);
        Heed(Read(socket, 1)[0], hello);
        var nonce = Read(socket, Hello.NonceBytes);
        var theirs = Read(socket, ProofBytes);

        // Ours goes out whatever theirs is worth, so that both sides learn why.
        Sockets.Send(socket, Proof(self, "dialler"u8, bytes, nonce));
        if (!CryptographicOperations.FixedTimeEquals(theirs, Proof(self, "acceptor"u8, bytes, nonce)))
        {
            throw new HandshakeException($"{hello.To} holds another key");
        }

        Heed(Read(socket, 1)[0], hello);
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
            _ => "it does not speak this protocol",
        };
        if (reason is not null)
        {
            throw new HandshakeException($"{hello.To} refused the connection: {reason}");
        }
    }

    private static void Refuse(Socket socket, bool refused, Verdict verdict)
    {
        if (refused)
        {
            Sockets.Send(socket, [(byte)verdict]);
            throw new HandshakeException(verdict.ToString());
        }
    }

    private static byte[] Proof(NodeIdentity self, ReadOnlySpan<byte> side, byte[] hello, byte[] nonce) =>
        HMACSHA256.HashData(self.Key, (byte[])[.. side, .. hello, .. nonce]);

    private static byte[] Read(Socket socket, int count)
    {
        var bytes = new byte[count];
        Sockets.Receive(socket, bytes);
        return bytes;
    }
}
