using System.Collections.Concurrent;

namespace Akka.Internal;

/// <summary>
/// The queues of one actor. At most one thread of the pool works on them at a time: whoever turns _scheduled from 0
/// to 1 queues the work, and
/// only the end of that work turns it back. An enqueue comes before its attempt to schedule, and the end's look at
/// the queues comes after its
/// reset (both with a full fence between), so one of the two always sees the other and no message is left lying.
/// </summary>
internal sealed class Mailbox(ActorCell cell) : IThreadPoolWorkItem
{
    /// <summary>Messages in a row, before other actors have their turn.</summary>
    private const int Batch = 64;

    private readonly ConcurrentQueue<SystemMessage> _system = new();
    private readonly ConcurrentQueue<Envelope> _user = new();

    // Unstashed messages, the next one on top. Touched by the working thread alone.
    private readonly Stack<Envelope> _front = new();
    private int _scheduled;

    public void Enqueue(Envelope envelope)
    {
        _user.Enqueue(envelope);
        Schedule();
    }

    public void Enqueue(SystemMessage message)
    {
        _system.Enqueue(message);
        Schedule();
    }

    /// <summary>Call it on the working thread only.</summary>
    public void Prepend(Envelope envelope)
    {
        _front.Push(envelope);
    }

    public void Execute()
    {
        var outer = ActorCell.Current;
        ActorCell.Current = cell;
        try
        {
            Work();
        }
        finally
        {
            ActorCell.Current = outer;
            var open = cell.TakesMessages;
            var front = _front.Count > 0;
            Interlocked.Exchange(ref _scheduled, 0);
            if (!_system.IsEmpty || open && (front || !_user.IsEmpty))
            {
                Schedule();
            }
        }
    }

    private void Work()
    {
        for (var i = 0; i < Batch; i++)
        {
            if (_system.TryDequeue(out var message))
            {
                cell.Invoke(message);
            }
            else if (cell.TakesMessages && (_front.TryPop(out var envelope) || _user.TryDequeue(out envelope)))
            {
                cell.Invoke(envelope);
            }
            else
            {
                return;
            }
        }
    }

    private void Schedule()
    {
        if (Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
