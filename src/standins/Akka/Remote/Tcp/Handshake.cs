using System.Text;
using Akka.Actor;
using Akka.Cluster;

namespace Akka.Remote.Tcp;

/// <summary>
/// The first frame of either side: who it is and, from the one that dials, whom it means. The one that answers refuses a dial
/// that
/// means another address, so that a reused port or a wrong public-hostname shows at once.
/// </summary>
internal static class Handshake
{
    private const string Protocol = "akka-standin/1";
    private const int MaximumLength = 2048;

    /// <returns>Who answered.</returns>
    public static UniqueAddress Dial(Stream stream, UniqueAddress self, Address remote)
    {
        Frames.Write(stream, Encode(self, remote.ToString()));
        (UniqueAddress answered, string refusal) = Decode(Frames.Read(stream, MaximumLength));
        if (refusal.Length > 0)
        {
            throw new InvalidDataException($"{remote} refused the connection: {refusal}");
        }
        return answered.Address.Equals(remote)
            ? answered
            : throw new InvalidDataException($"{answered.Address} answered in place of {remote}");
    }

    /// <returns>Who dialled.</returns>
    public static UniqueAddress Answer(Stream stream, UniqueAddress self)
    {
        (UniqueAddress dialler, string meant) = Decode(Frames.Read(stream, MaximumLength));
        string refusal = meant == self.Address.ToString() ? "" : $"this is {self.Address}, not {meant}";
        Frames.Write(stream, Encode(self, refusal));
        return refusal.Length == 0 ? dialler : throw new InvalidDataException($"{dialler.Address} was refused: {refusal}");
    }

    private static byte[] Encode(UniqueAddress self, string text)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        writer.Write(Protocol);
        writer.Write(self.Address.ToString());
        writer.Write(self.Uid);
        writer.Write(text);
        writer.Flush();
        return stream.ToArray();
    }

    private static (UniqueAddress Peer, string Text) Decode(byte[] frame)
    {
        using BinaryReader reader = new(new MemoryStream(frame), Encoding.UTF8);
        string protocol = reader.ReadString();
        if (protocol != Protocol)
        {
            throw new InvalidDataException("the other side speaks another protocol");
        }
        string address = reader.ReadString();
        int uid = reader.ReadInt32();
        string text = reader.ReadString();
        return Address.TryParse(address, out Address parsed) && parsed.Host is not null
            ? (new UniqueAddress(parsed, uid), text)
            : throw new InvalidDataException("the other side names no address");
    }
}
