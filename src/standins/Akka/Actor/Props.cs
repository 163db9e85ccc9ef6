using System.Linq.Expressions;

namespace Akka.Actor;

/// <summary>How to create an actor, again and again: after a restart too.</summary>
public class Props
{
    private readonly Func<ActorBase> _create;

    private Props(Type type, Func<ActorBase> create, SupervisorStrategy? supervisorStrategy)
    {
        Type = type;
        _create = create;
        SupervisorStrategy = supervisorStrategy;
    }

    public Type Type { get; }

    /// <summary>For the actor's children, instead of its own; null: its own.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; }

    /// <summary>The arguments of the constructor are evaluated here, once, and are the same for every incarnation.</summary>
    /// <exception cref="ArgumentException">The expression is no call of a constructor.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (factory.Body is UnaryExpression)
        {
            var compiled = factory.Compile();
            return new Props(typeof(TActor), compiled, supervisorStrategy);
        }

        if (factory.Body is not NewExpression creation)
        {
            throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        }

        return Activated(typeof(TActor), [.. creation.Arguments.Select(Value)], supervisorStrategy);
    }

    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase
    {
        return Create(typeof(TActor), args);
    }

    public static Props Create(Type type, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Activated(type, args, null);
    }

    /// <summary>There is one dispatcher, the thread pool.</summary>
    public Props WithDispatcher(string dispatcher)
    {
        return this;
    }

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy)
    {
        return new Props(Type, _create, supervisorStrategy);
    }

    internal ActorBase NewActor()
    {
        return _create();
    }

    private static Props Activated(Type type, object?[] args, SupervisorStrategy? supervisorStrategy)
    {
        return new Props(type, () => (ActorBase)Activator.CreateInstance(type, args)!, supervisorStrategy);
    }

    private static object? Value(Expression argument)
    {
        return Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile()();
    }
}
