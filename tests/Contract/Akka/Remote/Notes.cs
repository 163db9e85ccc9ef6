using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace GanCluster.Contract.Tests;

public sealed record Note(string Text);

public sealed record Invitation(string Text, IActorRef ReplyTo);

public sealed record Bulk(byte[] Bytes);

/// <summary>No serializer is bound to it.</summary>
public sealed record Unbound(string Text);

public sealed class NoteSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 4711;

    public override string Manifest(object o) => o switch
    {
        Note => "note",
        Invitation => "invitation",
        Bulk => "bulk",
        _ => throw new ArgumentException($"{o.GetType()} is no note", nameof(o)),
    };

    public override byte[] ToBinary(object obj) => obj switch
    {
        Note note => Encoding.UTF8.GetBytes(note.Text),
        Invitation invitation => Encoding.UTF8.GetBytes(
            invitation.Text + "\n" + Serialization.SerializedActorPath(invitation.ReplyTo)),
        Bulk bulk => bulk.Bytes,
        _ => throw new ArgumentException($"{obj.GetType()} is no note", nameof(obj)),
    };

    public override object FromBinary(byte[] bytes, string manifest)
    {
        switch (manifest)
        {
            case "note":
                return new Note(Encoding.UTF8.GetString(bytes));
            case "invitation":
                string[] parts = Encoding.UTF8.GetString(bytes).Split('\n');
                return new Invitation(parts[0], system.Provider.ResolveActorRef(parts[1]));
            case "bulk":
                return new Bulk(bytes);
            default:
                throw new ArgumentException($"no note has the manifest {manifest}", nameof(manifest));
        }
    }
}
