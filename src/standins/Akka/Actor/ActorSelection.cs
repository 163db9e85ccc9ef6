using Akka.Internal;

namespace Akka.Actor;

/// <summary>A path that is looked up anew for each message.</summary>
public class ActorSelection : ICanTell
{
    private readonly ActorSystemImpl _system;
    private readonly ActorPath _path;

    internal ActorSelection(ActorSystemImpl system, ActorPath path)
    {
        _system = system;
        _path = path;
    }

    public string PathString => _path.ToStringWithoutAddress();

    public void Tell(object message, IActorRef? sender = null)
    {
        _system.Resolve(_path).Tell(message, sender ?? ActorCell.Current?.Self);
    }

    /// <exception cref="ActorNotFoundException">Nobody answered in time.</exception>
    public Task<IActorRef> ResolveOne(TimeSpan timeout)
    {
        return ResolveOne(timeout, CancellationToken.None);
    }

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(this), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException($"No actor at {_path}");
        }
        catch (AskTimeoutException e)
        {
            throw new ActorNotFoundException($"No answer from {_path} within {timeout}", e);
        }
    }

    public override string ToString()
    {
        return $"ActorSelection[{_path}]";
    }

    internal ActorSystemImpl System => _system;
}
