using Akka.Actor;
using Akka.Internal;

namespace Akka.Event;

/// <summary>Publishes log events on the event stream, those that <c>akka.loglevel</c> admits.</summary>
public interface ILoggingAdapter
{
    bool IsDebugEnabled { get; }

    bool IsInfoEnabled { get; }

    bool IsWarningEnabled { get; }

    bool IsErrorEnabled { get; }

    bool IsEnabled(LogLevel logLevel);

    void Log(LogLevel logLevel, Exception? cause, string format);
}

public static class Logging
{
    public static ILoggingAdapter GetLogger(this IActorContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new StreamLogger(context.System, context.Self.Path.ToString(), context.Props.Type);
    }

    /// <param name="system">Whose event stream it is.</param>
    /// <param name="logSourceObj">A name, a type, or the object that logs.</param>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj)
    {
        ArgumentNullException.ThrowIfNull(logSourceObj);
        var type = logSourceObj as Type ?? logSourceObj.GetType();
        return new StreamLogger(system, logSourceObj as string ?? type.FullName!, type);
    }
}

/// <summary>Arguments fill {0}, {1} and so on.</summary>
public static class LoggingExtensions
{
    public static void Debug(this ILoggingAdapter log, string format, params object[] args)
    {
        Write(log, LogLevel.DebugLevel, null, format, args);
    }

    public static void Debug(this ILoggingAdapter log, Exception cause, string format, params object[] args)
    {
        Write(log, LogLevel.DebugLevel, cause, format, args);
    }

    public static void Info(this ILoggingAdapter log, string format, params object[] args)
    {
        Write(log, LogLevel.InfoLevel, null, format, args);
    }

    public static void Info(this ILoggingAdapter log, Exception cause, string format, params object[] args)
    {
        Write(log, LogLevel.InfoLevel, cause, format, args);
    }

    public static void Warning(this ILoggingAdapter log, string format, params object[] args)
    {
        Write(log, LogLevel.WarningLevel, null, format, args);
    }

    public static void Warning(this ILoggingAdapter log, Exception cause, string format, params object[] args)
    {
        Write(log, LogLevel.WarningLevel, cause, format, args);
    }

    public static void Error(this ILoggingAdapter log, string format, params object[] args)
    {
        Write(log, LogLevel.ErrorLevel, null, format, args);
    }

    public static void Error(this ILoggingAdapter log, Exception cause, string format, params object[] args)
    {
        Write(log, LogLevel.ErrorLevel, cause, format, args);
    }

    private static void Write(ILoggingAdapter log, LogLevel level, Exception? cause, string format, object[] args)
    {
        if (log.IsEnabled(level))
        {
            log.Log(level, cause, args.Length == 0 ? format : string.Format(null, format, args));
        }
    }
}
