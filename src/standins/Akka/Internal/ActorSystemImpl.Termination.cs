using Akka.Actor;
using Akka.Event;

namespace Akka.Internal;

internal sealed partial class ActorSystemImpl
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _callbacksLock = new();
    private List<Action>? _callbacks = [];

    public override Task WhenTerminated => _terminated.Task;

    public override Task Terminate()
    {
        _ = _shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        return WhenTerminated;
    }

    public override void RegisterOnTermination(Action code)
    {
        lock (_callbacksLock)
        {
            if (_callbacks is not null)
            {
                _callbacks.Add(code);
                return;
            }
        }

        code();
    }

    /// <summary>The users' actors first, then the system's own, then the ports.</summary>
    public Task StopActors()
    {
        _user.SendSystem(new Terminate());
        return WhenTerminated;
    }

    public void GuardianStopped(IActorRef guardian)
    {
        if (ReferenceEquals(guardian, _user))
        {
            _system.SendSystem(new Terminate());
        }
        else
        {
            _ = Task.Run(Finish);
        }
    }

    private async Task Finish()
    {
        if (_remote is not null)
        {
            await Guarded(_remote.Stop).ConfigureAwait(false);
        }

        List<Action> callbacks;
        lock (_callbacksLock)
        {
            callbacks = _callbacks!;
            _callbacks = null;
        }

        foreach (var callback in callbacks)
        {
            await Guarded(() =>
            {
                callback();
                return Task.CompletedTask;
            }).ConfigureAwait(false);
        }

        _terminated.SetResult();
    }

    /// <summary>Nothing may keep the system from being terminated.</summary>
    private async Task Guarded(Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Error(e, "Termination: {0}", e.Message);
        }
    }
}
