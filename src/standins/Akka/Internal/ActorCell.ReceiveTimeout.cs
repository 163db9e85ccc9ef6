using Akka.Actor;

namespace Akka.Internal;

internal sealed partial class ActorCell
{
    private Timer? _receiveTimer;
    private bool _receiveTimeoutRuns;

    public TimeSpan? ReceiveTimeout { get; private set; }

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        ReceiveTimeout = timeout;
        if (timeout is null)
        {
            StopReceiveTimeout();
        }
    }

    private void StartReceiveTimeout()
    {
        if (ReceiveTimeout is { } timeout && !_terminating)
        {
            _receiveTimer ??= new Timer(
                self => ((LocalActorRef)self!).Tell(Actor.ReceiveTimeout.Instance, null), Ref, Timeout.Infinite, Timeout.Infinite);
            if (!_receiveTimeoutRuns)
            {
                _receiveTimeoutRuns = true;
                _receiveTimer.Change(timeout, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void PauseReceiveTimeout(object message)
    {
        if (ReceiveTimeout is not null && (message as TimerMessage)?.Message is not INotInfluenceReceiveTimeout
            && message is not INotInfluenceReceiveTimeout)
        {
            _receiveTimeoutRuns = false;
            _receiveTimer?.Change(Timeout.Infinite, Timeout.Infinite);
        }
    }

    private void StopReceiveTimeout()
    {
        _receiveTimeoutRuns = false;
        _receiveTimer?.Dispose();
        _receiveTimer = null;
    }
}
