using Akka.Actor;

namespace Akka.Internal;

internal sealed class StashImpl(ActorCell cell) : IStash
{
    private readonly Queue<Envelope> _stashed = new();
    private Envelope? _last;

    public int Count => _stashed.Count;

    public bool IsEmpty => _stashed.Count == 0;

    public bool NonEmpty => _stashed.Count > 0;

    public void Stash()
    {
        var envelope = cell.CurrentEnvelope ?? throw new IllegalActorStateException("There is no message to stash");
        if (NonEmpty && ReferenceEquals(envelope, _last))
        {
            throw new IllegalActorStateException($"Can't stash the same message {envelope.Message} more than once");
        }

        _last = envelope;
        _stashed.Enqueue(envelope);
    }

    public void Unstash()
    {
        if (_stashed.TryDequeue(out var envelope))
        {
            cell.Mailbox.Prepend(envelope);
        }
    }

    public void UnstashAll()
    {
        foreach (var envelope in _stashed.Reverse())
        {
            cell.Mailbox.Prepend(envelope);
        }

        _stashed.Clear();
    }
}
