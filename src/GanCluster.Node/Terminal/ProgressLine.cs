namespace GanCluster.Node.Terminal;

/// <summary>
/// Progress for a person: one line that is redrawn on a terminal, otherwise a plain line now and then, for logs. Safe to call
/// from several threads.
/// </summary>
internal sealed class ProgressLine(TextWriter writer, bool live, Func<int> width, TimeProvider clock, TimeSpan every)
{
    private const string EraseLine = "\r\u001b[K";
    private const int PlainWidth = 200;

    private readonly Lock _lock = new();
    private ProgressSnapshot? _pending;
    private long? _written;
    private bool _drawn;

    /// <summary>On standard error, since standard output belongs to data.</summary>
    /// <param name="plainEvery">Between two plain lines; a live line is redrawn ten times a second at most.</param>
    internal static ProgressLine OnStandardError(TimeSpan plainEvery)
    {
        var live = !Console.IsErrorRedirected && !IsSet("NO_COLOR") && !IsSet("CI")
            && Environment.GetEnvironmentVariable("TERM") is not "dumb";

        var every = live ? TimeSpan.FromMilliseconds(100) : plainEvery;
        return new ProgressLine(Console.Error, live, TerminalWidth, TimeProvider.System, every);
    }

    internal void Report(ProgressSnapshot now)
    {
        lock (_lock)
        {
            _pending = now;
            if (_written is not { } then || clock.GetElapsedTime(then) >= every)
            {
                Write();
            }
        }
    }

    /// <summary>A line of its own between two reports.</summary>
    internal void Note(string line)
    {
        lock (_lock)
        {
            writer.WriteLine(_drawn ? EraseLine + line : line);
            _drawn = false;
        }
    }

    /// <summary>The last report is shown whatever the interval, and the live line is ended.</summary>
    internal void Finish()
    {
        lock (_lock)
        {
            if (_pending is not null)
            {
                Write();
            }

            if (_drawn)
            {
                writer.WriteLine();
                _drawn = false;
            }
        }
    }

    private void Write()
    {
        if (live)
        {
            writer.Write(EraseLine + ProgressText.Format(_pending!, width()));
            _drawn = true;
        }
        else
        {
            writer.WriteLine(ProgressText.Format(_pending!, PlainWidth));
        }

        writer.Flush();
        _written = clock.GetTimestamp();
        _pending = null;
    }

    // A line that fills the last column wraps on some terminals, and a wrapped line can't be redrawn. Some pseudo-terminals
    // say that they have no columns.
    private static int TerminalWidth() => (Console.WindowWidth > 0 ? Console.WindowWidth : 80) - 1;

    private static bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name));
}
