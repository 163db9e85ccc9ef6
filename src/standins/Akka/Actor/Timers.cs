namespace Akka.Actor;

/// <summary>Timers of the actor: usable from its constructor on, cancelled when it restarts or stops.</summary>
public interface IWithTimers
{
    ITimerScheduler Timers { get; set; }
}

/// <summary>A timer of a key replaces the one before. No message of a cancelled or replaced timer is delivered, not
/// even one that is in the
/// mailbox already.</summary>
public interface ITimerScheduler
{
    IReadOnlyCollection<object> ActiveTimers { get; }

    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>A single timer is active until its message is delivered.</summary>
    bool IsTimerActive(object key);

    void Cancel(object key);

    void CancelAll();
}
