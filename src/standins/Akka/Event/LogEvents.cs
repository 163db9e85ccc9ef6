using Akka.Actor;

namespace Akka.Event;

public enum LogLevel
{
    DebugLevel,
    InfoLevel,
    WarningLevel,
    ErrorLevel,
}

/// <summary>Published on the event stream; nothing writes it anywhere by itself.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    private protected LogEvent(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    public Exception? Cause { get; }

    public DateTime Timestamp { get; } = DateTime.UtcNow;

    public Thread Thread { get; } = Thread.CurrentThread;

    /// <summary>The path of the actor it is about, or what logged.</summary>
    public string LogSource { get; }

    public Type LogClass { get; }

    public object Message { get; }

    public abstract LogLevel LogLevel();

    public override string ToString()
    {
        return $"[{LogLevel().ToString().Replace("Level", "", StringComparison.Ordinal).ToUpperInvariant()}][{Timestamp:O}][{LogSource}] {Message}"
            + (Cause is null ? "" : $"{Environment.NewLine}Cause: {Cause}");
    }
}

public class Error(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message)
{
    public override LogLevel LogLevel()
    {
        return Event.LogLevel.ErrorLevel;
    }
}

public class Warning(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message)
{
    public Warning(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel()
    {
        return Event.LogLevel.WarningLevel;
    }
}

public class Info(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message)
{
    public Info(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel()
    {
        return Event.LogLevel.InfoLevel;
    }
}

public class Debug(Exception? cause, string logSource, Type logClass, object message) : LogEvent(cause, logSource, logClass, message)
{
    public Debug(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    public override LogLevel LogLevel()
    {
        return Event.LogLevel.DebugLevel;
    }
}
