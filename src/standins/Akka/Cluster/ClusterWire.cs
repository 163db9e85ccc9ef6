using Akka.Remote;

namespace Akka.Cluster;

/// <summary>The frames of the cluster daemons.</summary>
internal static class ClusterWire
{
    public static byte[] Write(IClusterMessage message) => Wire.Frame(FrameKind.Cluster, writer =>
    {
        switch (message)
        {
            case InitJoin:
                writer.Write((byte)1);
                break;
            case InitJoinAck:
                writer.Write((byte)2);
                break;
            case JoinRequest join:
                writer.Write((byte)3);
                Wire.Write(writer, join.Node);
                Wire.Write(writer, join.Roles);
                writer.Write(join.Forwarded);
                break;
            case LeaveRequest leave:
                writer.Write((byte)4);
                writer.Write(leave.Address.ToString());
                writer.Write(leave.Forwarded);
                break;
            case DownRequest down:
                writer.Write((byte)5);
                writer.Write(down.Address.ToString());
                writer.Write(down.Forwarded);
                break;
            case ExitingConfirmed exited:
                writer.Write((byte)6);
                Wire.Write(writer, exited.Node);
                writer.Write(exited.Forwarded);
                break;
            case Heartbeat heartbeat:
                writer.Write((byte)7);
                Wire.Write(writer, heartbeat.Version);
                break;
            case TableSpread spread:
                writer.Write((byte)8);
                Wire.Write(writer, spread.Table);
                break;
        }
    });

    public static IClusterMessage Read(BinaryReader reader) => reader.ReadByte() switch
    {
        1 => new InitJoin(),
        2 => new InitJoinAck(),
        3 => new JoinRequest(Wire.ReadNode(reader), Wire.ReadNames(reader), reader.ReadBoolean()),
        4 => new LeaveRequest(Wire.ReadAddress(reader), reader.ReadBoolean()),
        5 => new DownRequest(Wire.ReadAddress(reader), reader.ReadBoolean()),
        6 => new ExitingConfirmed(Wire.ReadNode(reader), reader.ReadBoolean()),
        7 => new Heartbeat(Wire.ReadVersion(reader)),
        8 => new TableSpread(Wire.ReadTable(reader)),
        byte kind => throw new InvalidDataException($"no cluster message {kind}"),
    };
}
