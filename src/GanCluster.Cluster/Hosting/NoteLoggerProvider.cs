using System.Text.RegularExpressions;
using GanCluster.Core;
using Microsoft.Extensions.Logging;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// Akka.NET's log as lines for the user, each once a minute however often it comes: failed actors, downing decisions, lost
/// messages, and peers that there is no connection to.
/// </summary>
internal sealed partial class NoteLoggerProvider(Action<string> note, Strangers strangers) : ILoggerProvider, ILogger
{
    private const int Longest = 300;
    private readonly ToldLines _told = new();

    /// <summary>The user has said which levels to log: whatever passes them is told, as often as it comes.</summary>
    public bool TellsAll { get; set; }

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = Stamp().Replace(formatter(state, null), "");
        if (TellsAll)
        {
            note($"{logLevel}: {OneLine(message, exception)}");
            return;
        }

        var fields = state as IEnumerable<KeyValuePair<string, object>> ?? [];
        var source = fields.FirstOrDefault(field => field.Key == "LogSource").Value as string ?? "";
        if (Line(logLevel, source, message, exception) is { } line
            && _told.IsNew(line, TimeSpan.FromMilliseconds(Environment.TickCount64)))
        {
            note(line);
        }
    }

    public void Dispose()
    {
    }

    /// <returns>Null: what another line tells already, and Akka.NET's warnings about its own housekeeping.</returns>
    private string? Line(LogLevel level, string source, string message, Exception? exception)
    {
        if (source.Contains("/user/", StringComparison.Ordinal))
        {
            return OneLine(message, exception);
        }

        if (Downing().Match(message) is { Success: true } downing)
        {
            var nodes = Peers().Matches(downing.Groups["nodes"].Value).Select(m => m.Groups["peer"].Value);
            return $"the cluster loses {string.Join(", ", nodes)}: {downing.Groups["decision"].Value}";
        }

        if (NoTls().Match(OneLine(message, exception)) is { Success: true } plain)
        {
            return $"refused a node at {Strangers.MachineOf(plain.Groups["peer"].Value)}: it does not speak TLS; "
                + "give both the same --certificate";
        }

        // Of a refused certificate and of a peer that has ended the nodes tell better; of one out of reach, the decision on it.
        if (strangers.Any || FollowUp().IsMatch(message))
        {
            return null;
        }

        if (Unconnected().Match(message) is { Success: true } broken)
        {
            return $"no connection to {broken.Groups["peer"]}: {OneLine(broken.Groups["why"].Value, exception: null)}";
        }

        return level < LogLevel.Error ? null : $"akka: {OneLine(message, exception)}";
    }

    private static string OneLine(string message, Exception? exception)
    {
        var text = exception is null ? message : $"{message} {exception.GetBaseException().Message}";
        var line = Spaces().Replace(text, " ").Trim();
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }

    /// <summary>Level, time, thread and source, which Akka.NET puts before its messages.</summary>
    [GeneratedRegex(@"^\[[A-Z]+\]\[[^\]]*\]\[Thread [0-9]+\](\[[^\]]*\])? ?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Stamp();

    [GeneratedRegex(
        @"^(SBR took decision (\w+\.)*(?<decision>\w+) and is downing|Downing) \[(?<nodes>[^\]]*)\](: (?<decision>.*))?",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Downing();

    [GeneratedRegex(@"@(?<peer>[^\s,\]]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Peers();

    /// <summary>A handshake whose channel the other side has closed says nothing of why.</summary>
    [GeneratedRegex(
        @"Marking node\(s\) as UNREACHABLE|UID is now quarantined|\bDisassociated\b|TLS handshake failed .*Channel is closed",
        RegexOptions.Singleline, 1000)]
    private static partial Regex FollowUp();

    /// <summary>Three of Akka.NET's parts tell of it, in words of their own, down to the innermost cause.</summary>
    [GeneratedRegex(
        @"^(AssociationError \[.*\] -> |(Association with remote system|Tried to associate with unreachable remote address) )"
            + @"\[?[a-z.]+://[^@]+@(?<peer>[^\s\]]+?)[\]:.]* .*\[(.*---> [\w.]+: )?(?<why>[^\[\]]+?)( tcp://[^\s\]]*)?(\r?\n.*|\].*|)$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unconnected();

    /// <summary>What it sent instead is in the line, and its port, so that no two are alike.</summary>
    [GeneratedRegex(@"channel \[\S+->(?<peer>\S+)\]\(Id=.*not an SSL/TLS record", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoTls();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
