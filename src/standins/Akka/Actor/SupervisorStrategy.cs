using Akka.Event;
using Akka.Internal;

namespace Akka.Actor;

public enum Directive
{
    /// <summary>The child goes on with its state; the message is lost.</summary>
    Resume,

    /// <summary>A fresh instance goes on with the mailbox; the message is lost.</summary>
    Restart,

    /// <summary>The supervisor fails with the child's exception.</summary>
    Escalate,

    Stop,
}

public abstract class SupervisorStrategy
{
    /// <summary>Restarts, without a bound; stops what failed to start, was killed or broke a death pact.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(Default);

    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    private protected SupervisorStrategy()
    {
    }

    /// <summary>False: escalate.</summary>
    internal abstract bool HandleFailure(ActorCell supervisor, LocalActorRef child, Exception cause, RestartStatistics statistics);

    private protected void Log(ActorCell supervisor, LocalActorRef child, Exception cause, Directive directive)
    {
        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        var source = child.Path.ToString();
        LogEvent? logEvent = directive switch
        {
            Directive.Escalate => null,
            Directive.Resume => new Warning(cause, source, GetType(), message),
            _ => new Error(cause, source, GetType(), message),
        };
        if (logEvent is not null)
        {
            supervisor.System.EventStream.Publish(logEvent);
        }
    }

    private static Directive Default(Exception cause)
    {
        return cause is ActorInitializationException or ActorKilledException or DeathPactException ? Directive.Stop : Directive.Restart;
    }
}

/// <summary>Decides about the failed child alone.</summary>
public class OneForOneStrategy : SupervisorStrategy
{
    private readonly Func<Exception, Directive> _decider;
    private readonly bool _loggingEnabled;

    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    /// <param name="maxNrOfRetries">Restarts within the time range before the child is stopped; null: any number.</param>
    /// <param name="withinTimeRange">Null: for ever.</param>
    /// <param name="localOnlyDecider">Runs in the supervisor's context.</param>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, (int)(withinTimeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds, localOnlyDecider)
    {
    }

    public OneForOneStrategy(
        int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
    {
        _decider = localOnlyDecider;
        _loggingEnabled = loggingEnabled;
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
    }

    public int MaxNumberOfRetries { get; }

    public int WithinTimeRangeMilliseconds { get; }

    internal override bool HandleFailure(ActorCell supervisor, LocalActorRef child, Exception cause, RestartStatistics statistics)
    {
        var directive = _decider(cause);
        if (_loggingEnabled)
        {
            Log(supervisor, child, cause, directive);
        }

        switch (directive)
        {
            case Directive.Escalate:
                return false;
            case Directive.Resume:
                child.SendSystem(new Resume(cause));
                return true;
            case Directive.Restart when statistics.MayRestart(MaxNumberOfRetries, WithinTimeRangeMilliseconds):
                child.SendSystem(new Recreate(cause));
                return true;
            default:
                supervisor.Stop(child);
                return true;
        }
    }
}
