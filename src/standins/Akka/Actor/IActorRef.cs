using Akka.Internal;

namespace Akka.Actor;

public interface ICanTell
{
    void Tell(object message, IActorRef? sender);
}

/// <summary>Equal when path and uid are equal: an actor of the same name started later is another one.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, IComparable
{
    ActorPath Path { get; }
}

public static class ActorRefs
{
    public static readonly IActorRef Nobody = NobodyRef.Instance;

    public static readonly IActorRef NoSender = null!;
}

public static class ActorRefImplicitSenderExtensions
{
    /// <summary>The sender is the actor on whose thread this is called, or nobody.</summary>
    public static void Tell(this IActorRef receiver, object message)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        receiver.Tell(message, ActorCell.Current?.Self);
    }
}

public static class ActorRefExtensions
{
    public static bool IsNobody(this IActorRef? actorRef)
    {
        return actorRef is null or NobodyRef;
    }
}
