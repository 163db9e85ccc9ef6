namespace Akka.Internal;

internal sealed partial class ActorCell
{
    // Asynchronous handlers that have not ended; the mailbox waits for them.
    private int _awaiting;

    public void Await()
    {
        _awaiting++;
    }

    private void RunTask(RunTask message)
    {
        var outer = _current;
        _current = message.Scheduler.Envelope;
        if (!message.Scheduler.Execute(message.Task, out var failure))
        {
            _current = outer;
            return;
        }

        _awaiting--;
        if (failure is not null)
        {
            Fail(failure, Ref);
            return;
        }

        _current = outer;
        StartReceiveTimeout();
    }
}
