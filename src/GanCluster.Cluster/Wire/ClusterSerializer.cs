using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace GanCluster.Cluster.Wire;

/// <summary>
/// The only way in and out for messages between nodes: it knows <see cref="WireTable"/>, in both directions, and nothing
/// else.
/// </summary>
public sealed class ClusterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>0 to 40 are Akka's own.</summary>
    public override int Identifier => 4053;

    public override string Manifest(object o) => WireTable.EntryOf(o).Manifest;

    public override byte[] ToBinary(object obj)
    {
        var writer = new WireWriter();
        WireTable.EntryOf(obj).Write(writer, (IClusterMessage)obj);
        return writer.ToArray();
    }

    /// <exception cref="SerializationException">Not a message of this protocol, or not a whole one.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var entry = WireTable.EntryOf(manifest);
        if (bytes.Length > Protocol.LongestMessage)
        {
            throw new SerializationException($"malformed message: {bytes.Length} bytes");
        }

        var reader = new WireReader(bytes);
        var message = entry.Read(reader);
        reader.End();
        return message;
    }
}
