using System.Text;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Internal;

namespace Akka.Remote;

/// <summary>
/// Messages as bytes: an identifier of the serializer, a manifest, the payload. Those of the user go through the serializer
/// that the
/// configuration binds; a closed list of others (strings, whole numbers and what the actors of this system say to each other) is
/// written here. There is nothing else: a type that is neither is refused.
/// </summary>
internal sealed class MessageCodec(ActorSystemImpl system)
{
    private const int Own = -1;

    public byte[] Frame(ActorPath recipient, object message, IActorRef? sender) => Wire.Frame(FrameKind.Message, writer =>
    {
        writer.Write(WithUid(recipient));
        writer.Write(sender is null ? "" : Serialization.Serialization.SerializedActorPath(sender));
        Write(writer, message);
    });

    public object Read(BinaryReader reader)
    {
        int serializer = reader.ReadInt32();
        string manifest = reader.ReadString();
        int length = reader.ReadInt32();
        byte[] payload = length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position
            ? reader.ReadBytes(length)
            : throw new InvalidDataException("a payload longer than its frame");
        return serializer == Own ? ReadOwn(payload, manifest) : system.Serialization.Deserialize(payload, serializer, manifest);
    }

    /// <summary>The path within its system, with the uid where it is known.</summary>
    public static string WithUid(ActorPath path) => path.ToStringWithoutAddress() + (path.Uid == 0 ? "" : $"#{path.Uid}");

    private void Write(BinaryWriter writer, object? message)
    {
        (int serializer, string manifest, byte[] payload) = Encode(message);
        writer.Write(serializer);
        writer.Write(manifest);
        writer.Write(payload.Length);
        writer.Write(payload);
    }

    private (int Serializer, string Manifest, byte[] Payload) Encode(object? message)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        if (WriteOwn(writer, message) is { } manifest)
        {
            writer.Flush();
            return (Own, manifest, stream.ToArray());
        }
        Serialization.Serializer serializer = system.Serialization.FindSerializerFor(message!);
        return serializer is Serialization.SerializerWithStringManifest named
            ? (serializer.Identifier, named.Manifest(message!), serializer.ToBinary(message!))
            : throw new NotSupportedException($"{serializer.GetType()} has no string manifests");
    }

    /// <returns>The manifest, or null if the message is not of the closed list.</returns>
    private string? WriteOwn(BinaryWriter writer, object? message)
    {
        switch (message)
        {
            case null:
                return "null";
            case string text:
                writer.Write(text);
                return "string";
            case int number:
                writer.Write(number);
                return "int";
            case long number:
                writer.Write(number);
                return "long";
            case PoisonPill:
                return "poison";
            case Identify identify:
                Write(writer, identify.MessageId is ActorSelection selection ? selection.PathString : identify.MessageId);
                return "identify";
            case ActorIdentity identity:
                Write(writer, identity.MessageId);
                writer.Write(identity.Subject is null ? "" : Serialization.Serialization.SerializedActorPath(identity.Subject));
                return "identity";
            case Status.Success success:
                Write(writer, success.Status);
                return "success";
            case Status.Failure failure:
                writer.Write(failure.Cause.Message);
                return "failure";
            case HandOverToMe:
                return "hand-over-to-me";
            case HandOverDone:
                return "hand-over-done";
            default:
                return null;
        }
    }

    private object ReadOwn(byte[] payload, string manifest)
    {
        using BinaryReader reader = new(new MemoryStream(payload), Encoding.UTF8);
        return manifest switch
        {
            "null" => null!,
            "string" => reader.ReadString(),
            "int" => reader.ReadInt32(),
            "long" => reader.ReadInt64(),
            "poison" => PoisonPill.Instance,
            "identify" => new Identify(Read(reader)),
            "identity" => new ActorIdentity(Read(reader), Reference(reader.ReadString())),
            "success" => new Status.Success(Read(reader)),
            "failure" => new Status.Failure(new RemoteFailureException(reader.ReadString())),
            "hand-over-to-me" => HandOverToMe.Instance,
            "hand-over-done" => HandOverDone.Instance,
            _ => throw new InvalidDataException($"no message has the manifest '{manifest}'"),
        };
    }

    private IActorRef? Reference(string path) => path.Length == 0 ? null : system.Provider.ResolveActorRef(path);
}

/// <summary>A <see cref="Status.Failure"/> of another node; of its exception only the message travels.</summary>
internal sealed class RemoteFailureException(string message) : AkkaException(message);
