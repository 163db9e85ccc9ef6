using Akka.Actor;

namespace Akka.Internal;

internal sealed partial class ActorCell
{
    private const string NameDigits = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";
    private long _unnamed = -1;

    public static string Unnamed(long number)
    {
        var name = "$";
        do
        {
            name += NameDigits[(int)(number & 63)];
            number >>= 6;
        }
        while (number > 0);
        return name;
    }

    public IActorRef ActorOf(Props props, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name is not null && !ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException($"Illegal actor name [{name}]: letters, digits and -_.*$+:@&=,!~';() are allowed, not '$' at its start");
        }

        name ??= Unnamed(Interlocked.Increment(ref _unnamed));
        var path = new ChildActorPath(Ref.Path, name, Random.Shared.Next(1, int.MaxValue));
        var child = new LocalActorRef(SystemImpl, props, path, Ref);
        Children.Add(child);
        // A message that finds the child before this waits for its creation.
        child.SendSystem(new Create());
        return child;
    }

    public ActorSelection ActorSelection(ActorPath actorPath)
    {
        return new ActorSelection(SystemImpl, actorPath);
    }

    public ActorSelection ActorSelection(string actorPath)
    {
        return SystemImpl.Select(Ref.Path, actorPath);
    }

    public IActorRef Child(string name)
    {
        return Children.Find(name) ?? ActorRefs.Nobody;
    }

    public IEnumerable<IActorRef> GetChildren()
    {
        return Children.All();
    }

    public void Stop(IActorRef child)
    {
        ArgumentNullException.ThrowIfNull(child);
        Children.MarkStopping(child);
        ((ActorRefBase)child).SendSystem(new Terminate());
    }
}
