using Akka.Actor;

namespace Akka.Internal;

internal sealed partial class ActorSystemImpl
{
    public override ActorSelection ActorSelection(ActorPath actorPath)
    {
        return new ActorSelection(this, actorPath);
    }

    public override ActorSelection ActorSelection(string actorPath)
    {
        return Select(Root, actorPath);
    }

    /// <param name="from">What a path without a leading slash is relative to.</param>
    /// <param name="path">An address and path, a path from the root, or a relative one.</param>
    public ActorSelection Select(ActorPath from, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('*', StringComparison.Ordinal) || path.Contains('?', StringComparison.Ordinal))
        {
            throw new NotSupportedException($"'{path}': the stand-in has no wildcards in selections");
        }

        if (ActorPath.TryParse(path, out var absolute))
        {
            return new ActorSelection(this, absolute);
        }

        var target = path[0] == '/' ? Root : from;
        foreach (var element in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            target = element == ".." ? target.Parent : target / element;
        }

        return new ActorSelection(this, target);
    }

    /// <summary>A message from another node, for a path of this system. Unknown: a dead letter. System messages go
    /// to the cell.</summary>
    public void Deliver(string localPath, object message, IActorRef? sender)
    {
        var path = ActorPath.TryParse(localPath, out var full) ? full : Relative(localPath);
        var target = Local(path);
        if (message is SystemMessage system)
        {
            target.SendSystem(system);
        }
        else
        {
            target.Tell(message, sender);
        }
    }

    public ActorRefBase Resolve(ActorPath path)
    {
        var here = path.Address.HasLocalScope ? path.Address.System == Name : path.Address == Provider.DefaultAddress;
        if (here)
        {
            return Local(path);
        }

        return _remote is null || path.Address.HasLocalScope ? new EmptyRef(this, path) : new RemoteActorRef(this, _remote, path);
    }

    private ActorPath Relative(string localPath)
    {
        var (names, uid) = ActorPath.SplitUid(localPath);
        return (Root / names.Split('/', StringSplitOptions.RemoveEmptyEntries)).WithUid(uid);
    }

    private ActorRefBase Local(ActorPath path)
    {
        var names = path.Elements;
        ActorRefBase? found = names switch
        {
            [] => _root,
            ["user", ..] => Below(_user, names),
            ["system", ..] => Below(_system, names),
            ["temp", var name] => Temporary.GetValueOrDefault(name),
            ["deadLetters"] => (ActorRefBase)DeadLetters,
            _ => null,
        };
        return found is not null && (path.Uid == 0 || path.Uid == found.Path.Uid) ? found : new EmptyRef(this, path);
    }

    private static LocalActorRef? Below(LocalActorRef? from, IReadOnlyList<string> names)
    {
        for (var i = 1; i < names.Count && from is not null; i++)
        {
            from = from.Cell.Children.Find(names[i]);
        }

        return from;
    }

    private sealed class Resolver(ActorSystemImpl system) : IActorRefProvider
    {
        public Address DefaultAddress => system._remote?.DefaultAddress ?? system.Root.Address;

        public IActorRef DeadLetters => system.DeadLetters;

        public IActorRef ResolveActorRef(string path)
        {
            return ActorPath.TryParse(path, out var parsed) ? ResolveActorRef(parsed) : DeadLetters;
        }

        public IActorRef ResolveActorRef(ActorPath actorPath)
        {
            return system.Resolve(actorPath);
        }
    }
}
