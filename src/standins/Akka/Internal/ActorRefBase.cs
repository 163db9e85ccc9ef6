using Akka.Actor;

namespace Akka.Internal;

internal abstract class ActorRefBase : IActorRef
{
    public abstract ActorPath Path { get; }

    /// <summary>Null for references of no system.</summary>
    public abstract ActorSystemImpl? System { get; }

    public virtual bool IsTerminated => false;

    public virtual bool IsLocal => true;

    public abstract void Tell(object message, IActorRef? sender);

    public abstract void SendSystem(SystemMessage message);

    public bool Equals(IActorRef? other)
    {
        return ReferenceEquals(this, other) || other is not null && Path.Uid == other.Path.Uid && Path.Equals(other.Path);
    }

    public override bool Equals(object? obj)
    {
        return obj is IActorRef other && Equals(other);
    }

    public override int GetHashCode()
    {
        return HashCode.Combine(Path.Uid, Path);
    }

    public int CompareTo(IActorRef? other)
    {
        var order = Path.CompareTo(other?.Path);
        return order != 0 ? order : Path.Uid.CompareTo(other!.Path.Uid);
    }

    int IComparable.CompareTo(object? obj)
    {
        return CompareTo(obj as IActorRef);
    }

    public override string ToString()
    {
        return $"[{Path.ToStringWithUid()}]";
    }

    protected static void RequireMessage(object message)
    {
        if (message is null)
        {
            throw new InvalidMessageException("Message is null");
        }
    }
}
