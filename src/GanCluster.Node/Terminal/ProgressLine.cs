using Spectre.Console;

namespace GanCluster.Node.Terminal;

/// <summary>
/// Progress for a person: one line that is redrawn on a terminal, otherwise a plain line now and then, for logs. Safe to call
/// from several threads.
/// </summary>
/// <param name="terminal">Null: <paramref name="writer"/> is none.</param>
/// <param name="every">Between two lines, or two drawings of the one.</param>
internal sealed class ProgressLine(TextWriter writer, IAnsiConsole? terminal, TimeProvider clock, TimeSpan every)
{
    private static readonly TimeSpan RedrawnEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private Func<string>? _pending;
    private long? _written;
    private LiveLine? _live;

    /// <summary>On standard error, since standard output belongs to data.</summary>
    /// <param name="plainEvery">Between two plain lines.</param>
    internal static ProgressLine OnStandardError(TimeSpan plainEvery) => Terminals.OfError() is { } terminal
        ? new ProgressLine(Console.Error, terminal, TimeProvider.System, RedrawnEvery)
        : new ProgressLine(Console.Error, terminal: null, TimeProvider.System, plainEvery);

    internal void Report(ProgressSnapshot now) => Report(() => ProgressText.Of(now));

    /// <param name="text">Made only where it is shown.</param>
    internal void Report(Func<string> text)
    {
        lock (_lock)
        {
            _pending = text;
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
            if (_live is not null)
            {
                // Above the live line, which is drawn again.
                terminal!.WriteLine(line);
            }
            else
            {
                writer.WriteLine(line);
            }
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

            _live?.End();
            _live = null;
        }
    }

    private void Write()
    {
        var text = _pending!();
        if (terminal is not null)
        {
            _live ??= new LiveLine(terminal);
            _live.Show(text);
        }
        else
        {
            writer.WriteLine(text);
            writer.Flush();
        }

        _written = clock.GetTimestamp();
        _pending = null;
    }
}
