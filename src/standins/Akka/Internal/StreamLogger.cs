using Akka.Actor;
using Akka.Event;

namespace Akka.Internal;

internal sealed class StreamLogger(ActorSystem system, string source, Type type) : ILoggingAdapter
{
    private readonly LogLevel? _lowest = Level(system.Settings.LogLevel);

    public bool IsDebugEnabled => IsEnabled(LogLevel.DebugLevel);

    public bool IsInfoEnabled => IsEnabled(LogLevel.InfoLevel);

    public bool IsWarningEnabled => IsEnabled(LogLevel.WarningLevel);

    public bool IsErrorEnabled => IsEnabled(LogLevel.ErrorLevel);

    public bool IsEnabled(LogLevel logLevel)
    {
        return logLevel >= _lowest;
    }

    public void Log(LogLevel logLevel, Exception? cause, string format)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        system.EventStream.Publish(logLevel switch
        {
            LogLevel.DebugLevel => new Debug(cause, source, type, format),
            LogLevel.InfoLevel => new Info(cause, source, type, format),
            LogLevel.WarningLevel => new Warning(cause, source, type, format),
            _ => (LogEvent)new Error(cause, source, type, format),
        });
    }

    /// <summary>Null for OFF.</summary>
    private static LogLevel? Level(string name)
    {
        return name.ToUpperInvariant() switch
        {
            "DEBUG" => LogLevel.DebugLevel,
            "INFO" => LogLevel.InfoLevel,
            "WARNING" => LogLevel.WarningLevel,
            "ERROR" => LogLevel.ErrorLevel,
            "OFF" => null,
            _ => throw new ArgumentException($"akka.loglevel: '{name}' is none of DEBUG, INFO, WARNING, ERROR, OFF"),
        };
    }
}
