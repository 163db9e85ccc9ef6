using System.Collections.Immutable;

namespace Akka.Actor.Setup;

/// <summary>A part of an actor system's set-up that configuration text can't carry.</summary>
public abstract class Setup
{
    public ActorSystemSetup And(Setup other)
    {
        return ActorSystemSetup.Create(this, other);
    }
}

/// <summary>One of each type; a later one replaces an earlier one.</summary>
public sealed class ActorSystemSetup
{
    public static readonly ActorSystemSetup Empty = new([]);

    private readonly ImmutableList<Setup> _parts;

    private ActorSystemSetup(ImmutableList<Setup> parts)
    {
        _parts = parts;
    }

    public static ActorSystemSetup Create(params Setup[] setup)
    {
        return setup.Aggregate(Empty, (all, part) => all.And(part));
    }

    public ActorSystemSetup And<T>(T setup)
        where T : Setup
    {
        return new ActorSystemSetup(_parts.RemoveAll(part => part.GetType() == setup.GetType()).Add(setup));
    }

    internal T? Find<T>()
        where T : Setup
    {
        return _parts.OfType<T>().LastOrDefault();
    }
}
