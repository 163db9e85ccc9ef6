using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GanCluster.Core;

namespace GanCluster.Exchange.Tcp.Connections;

internal enum ConnectionKind : byte
{
    /// <summary>Frames of sums, both ways: one connection for a pair of nodes, dialled by the one of the ordinally lower
    /// name.</summary>
    Exchange = 1,

    /// <summary>Asks the node of the lower name to dial.</summary>
    Call = 2,

    /// <summary>One version.</summary>
    Fetch = 3,

    /// <summary>Nothing: its end is the news.</summary>
    Watch = 4,

    /// <summary>As <see cref="Exchange"/>, between two nodes of one machine: memory that they share is offered next.</summary>
    Shared = 5,
}

/// <summary>
/// A dialler's first message: magic, version, kind, run, its name, the name it dials, a fresh nonce. The strings are preceded by
/// their lengths in bytes.
/// </summary>
internal sealed record Hello(int Version, ConnectionKind Kind, string Run, Endpoint From, string To, byte[] Nonce)
{
    public const int CurrentVersion = 2;
    public const int NonceBytes = 32;
    public const int MaxBytes = 512;
    public const int MaxName = 120;
    private const uint Magic = 0x50544347; // GCTP

    public static Hello Greet(NodeIdentity self, Endpoint peer, ConnectionKind kind) => new(
        CurrentVersion,
        kind,
        self.Run,
        self.Endpoint,
        peer.ToString(),
        RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>A name that a hello can carry.</summary>
    public static bool Fits(string name) => Encoding.UTF8.GetByteCount(name) <= MaxName;

    /// <exception cref="HandshakeException">A name does not fit.</exception>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Magic);
        writer.Write((ushort)Version);
        writer.Write((byte)Kind);
        foreach (var name in new[] { Run, From.ToString(), To })
        {
            var encoded = Encoding.UTF8.GetBytes(name);
            if (encoded.Length > MaxName)
            {
                throw new HandshakeException($"{name} is too long a name for a greeting");
            }

            writer.Write((byte)encoded.Length);
            writer.Write(encoded);
        }

        writer.Write(Nonce);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="HandshakeException">It is no hello.</exception>
    public static Hello Parse(byte[] bytes)
    {
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new HandshakeException("it does not speak this protocol");
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(4));
        if (version != CurrentVersion)
        {
            return new Hello(version, default, "", new Endpoint("", 0), "", []);
        }

        var rest = bytes.AsSpan(7);
        var (kind, run) = ((ConnectionKind)bytes[6], Name(ref rest));
        var from = Endpoint.Parse(Name(ref rest));
        var to = Name(ref rest);
        return from is not null && rest.Length == NonceBytes && Enum.IsDefined(kind)
            ? new Hello(version, kind, run, from, to, rest.ToArray())
            : throw new HandshakeException("its greeting is malformed");
    }

    private static string Name(ref Span<byte> rest)
    {
        if (rest.Length == 0 || rest[0] > MaxName || rest[0] >= rest.Length)
        {
            throw new HandshakeException("its greeting is malformed");
        }

        var name = Encoding.UTF8.GetString(rest.Slice(1, rest[0]));
        rest = rest[(rest[0] + 1)..];
        return name;
    }
}

internal static class NodeNames
{
    /// <summary>Of two nodes the one of the ordinally lower name dials.</summary>
    public static bool Dials(this Endpoint endpoint, Endpoint other) =>
        string.CompareOrdinal(endpoint.ToString(), other.ToString()) < 0;
}
