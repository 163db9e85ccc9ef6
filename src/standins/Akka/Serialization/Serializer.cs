using Akka.Actor;

namespace Akka.Serialization;

public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;

    protected Serializer(ExtendedActorSystem system)
    {
        this.system = system;
    }

    /// <summary>Names the serializer on the wire: the same on every node. Akka keeps 0 to 40.</summary>
    public abstract int Identifier { get; }

    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    public abstract object FromBinary(byte[] bytes, Type type);
}

/// <summary>Says by a string of its own what the bytes are.</summary>
public abstract class SerializerWithStringManifest : Serializer
{
    protected SerializerWithStringManifest(ExtendedActorSystem system)
        : base(system)
    {
    }

    public sealed override bool IncludeManifest => true;

    /// <exception cref="NotSupportedException">Always: a type's name says nothing to this kind of serializer.</exception>
    public sealed override object FromBinary(byte[] bytes, Type type)
    {
        throw new NotSupportedException("A serializer with string manifests reads by manifest");
    }

    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);
}
