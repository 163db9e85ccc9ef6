using Akka.Actor;

namespace Akka.Internal;

/// <summary>The children of one cell by name. ActorOf on a system and look-ups come from any thread, hence the lock;
/// nothing is called under it.</summary>
internal sealed class Children
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Child> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stopping = new(StringComparer.Ordinal);
    private bool _closed;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _byName.Count == 0;
            }
        }
    }

    /// <summary>Whether children that were told to stop still live.</summary>
    public bool AnyStopping
    {
        get
        {
            lock (_lock)
            {
                return _stopping.Count > 0;
            }
        }
    }

    public LocalActorRef[] All()
    {
        lock (_lock)
        {
            return [.. _byName.Values.Select(child => child.Ref)];
        }
    }

    public LocalActorRef? Find(string name)
    {
        lock (_lock)
        {
            return _byName.GetValueOrDefault(name)?.Ref;
        }
    }

    /// <summary>Null unless this incarnation is a child.</summary>
    public RestartStatistics? Statistics(IActorRef actor)
    {
        lock (_lock)
        {
            return _byName.TryGetValue(actor.Path.Name, out var child) && ReferenceEquals(child.Ref, actor) ? child.Statistics : null;
        }
    }

    public void Add(LocalActorRef actor)
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new InvalidOperationException("Cannot create child while terminating or terminated");
            }

            if (!_byName.TryAdd(actor.Path.Name, new Child(actor, new RestartStatistics())))
            {
                throw new InvalidActorNameException($"Actor name \"{actor.Path.Name}\" is not unique!");
            }
        }
    }

    public void MarkStopping(IActorRef actor)
    {
        lock (_lock)
        {
            if (_byName.TryGetValue(actor.Path.Name, out var child) && ReferenceEquals(child.Ref, actor))
            {
                _stopping.Add(actor.Path.Name);
            }
        }
    }

    public void Remove(IActorRef actor)
    {
        lock (_lock)
        {
            if (_byName.TryGetValue(actor.Path.Name, out var child) && ReferenceEquals(child.Ref, actor))
            {
                _byName.Remove(actor.Path.Name);
                _stopping.Remove(actor.Path.Name);
            }
        }
    }

    /// <summary>No child is added after this.</summary>
    public LocalActorRef[] Close()
    {
        lock (_lock)
        {
            _closed = true;
            return [.. _byName.Values.Select(child => child.Ref)];
        }
    }

    private sealed record Child(LocalActorRef Ref, RestartStatistics Statistics);
}
