using System.Collections.Immutable;
using System.Text;
using Akka.Actor;
using Akka.Cluster;

namespace Akka.Remote;

/// <summary>The first byte of a frame.</summary>
internal enum FrameKind : byte
{
    Message = 1,
    Cluster = 2,
    Watch = 3,
    Unwatch = 4,
    Terminated = 5,
    Stop = 6,
    KeepAlive = 7,
}

/// <summary>Values that several kinds of frames hold. A reader checks every count before it makes room.</summary>
internal static class Wire
{
    private const int MostMembers = 10_000;
    private const int MostRoles = 100;

    public static byte[] Frame(FrameKind kind, Action<BinaryWriter> body)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        writer.Write((byte)kind);
        body(writer);
        writer.Flush();
        return stream.ToArray();
    }

    public static void Write(BinaryWriter writer, UniqueAddress node)
    {
        writer.Write(node.Address.ToString());
        writer.Write(node.Uid);
    }

    public static UniqueAddress ReadNode(BinaryReader reader) => new(ReadAddress(reader), reader.ReadInt32());

    public static Address ReadAddress(BinaryReader reader) =>
        Address.TryParse(reader.ReadString(), out Address address) ? address : throw new InvalidDataException("no address");

    public static void Write(BinaryWriter writer, IReadOnlyCollection<string> names)
    {
        writer.Write(names.Count);
        foreach (string name in names)
        {
            writer.Write(name);
        }
    }

    public static ImmutableHashSet<string> ReadNames(BinaryReader reader) =>
        [.. Many(reader, MostRoles, one => one.ReadString())];

    public static void Write(BinaryWriter writer, TableVersion version)
    {
        writer.Write(version.Epoch);
        writer.Write(version.Number);
        Write(writer, version.Writer);
    }

    public static TableVersion ReadVersion(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt64(), ReadNode(reader));

    public static void Write(BinaryWriter writer, MemberTable table)
    {
        Write(writer, table.Version);
        writer.Write(table.LastUpNumber);
        writer.Write(table.Members.Count);
        foreach (Member member in table.Members)
        {
            Write(writer, member.UniqueAddress);
            writer.Write(member.UpNumber);
            writer.Write((byte)member.Status);
            Write(writer, member.Roles);
        }
        writer.Write(table.Unreachable.Count);
        foreach (UniqueAddress node in table.Unreachable)
        {
            Write(writer, node);
        }
    }

    public static MemberTable ReadTable(BinaryReader reader)
    {
        TableVersion version = ReadVersion(reader);
        int lastUpNumber = reader.ReadInt32();
        List<Member> members = Many(reader, MostMembers, ReadMember);
        return new MemberTable(version, [.. members], [.. Many(reader, MostMembers, ReadNode)], lastUpNumber);
    }

    private static Member ReadMember(BinaryReader reader)
    {
        UniqueAddress node = ReadNode(reader);
        int upNumber = reader.ReadInt32();
        MemberStatus status = (MemberStatus)reader.ReadByte();
        return status <= MemberStatus.Down
            ? new Member(node, upNumber, status, ReadNames(reader))
            : throw new InvalidDataException("no status of a member");
    }

    private static List<T> Many<T>(BinaryReader reader, int most, Func<BinaryReader, T> read)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count > most)
        {
            throw new InvalidDataException($"{count} items, the maximum is {most}");
        }
        List<T> items = [];
        for (int i = 0; i < count; i++)
        {
            items.Add(read(reader));
        }
        return items;
    }
}
