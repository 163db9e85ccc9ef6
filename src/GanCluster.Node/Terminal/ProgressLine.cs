using Spectre.Console;

namespace GanCluster.Node.Terminal;

/// <summary>
/// Progress for a person: on a terminal a panel or one line that is redrawn, otherwise a plain line now and then, for logs. Safe to
/// call from several threads.
/// </summary>
/// <param name="terminal">Null: <paramref name="writer"/> is none.</param>
/// <param name="every">Between two lines, or two drawings of the one.</param>
/// <param name="isPanel">Whether snapshots are shown with those before them.</param>
internal sealed class ProgressLine(
    TextWriter writer, IAnsiConsole? terminal, TimeProvider clock, TimeSpan every, bool isPanel = false)
{
    private static readonly TimeSpan RedrawnEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly LivePanel? _panel = isPanel && terminal is not null ? new LivePanel(writer, terminal) : null;
    private ProgressHistory _history = ProgressHistory.Empty;
    private Func<string>? _pending;
    private string? _drawn;
    private bool _isSnapshot;
    private long? _written;
    private LiveLine? _live;

    /// <summary>On standard error, since standard output belongs to data.</summary>
    /// <param name="plainEvery">Between two plain lines.</param>
    internal static ProgressLine OnStandardError(TimeSpan plainEvery) => Terminals.OfError() is { } terminal
        ? new ProgressLine(Console.Error, terminal, TimeProvider.System, RedrawnEvery, isPanel: true)
        : new ProgressLine(Console.Error, terminal: null, TimeProvider.System, plainEvery);

    internal void Report(ProgressSnapshot now)
    {
        lock (_lock)
        {
            _history = _panel is null ? _history : _history.With(now);
            Report(() => ProgressText.Of(now), isSnapshot: true);
        }
    }

    /// <param name="text">Made only where it is shown.</param>
    internal void Report(Func<string> text)
    {
        lock (_lock)
        {
            Report(text, isSnapshot: false);
        }
    }

    /// <summary>A line of its own between two reports.</summary>
    internal void Note(string line)
    {
        lock (_lock)
        {
            if (_panel is not null && _drawn is not null)
            {
                _panel.Leave(line);
                Draw(_drawn);
            }
            else if (_live is not null)
            {
                // Above the live line, which is drawn again.
                terminal!.WriteLine(line);
            }
            else
            {
                // Another process of the run may have drawn its panel there.
                writer.WriteLine(terminal is null ? line : line + LivePanel.WipeLine);
            }
        }
    }

    /// <summary>The last report is shown whatever the interval and stays as a line, and what is live is ended.</summary>
    internal void Finish()
    {
        lock (_lock)
        {
            if (_pending is not null)
            {
                Write();
            }

            if (_drawn is not null)
            {
                _panel!.Leave(_drawn);
            }

            _live?.End();
            (_live, _drawn) = (null, null);
        }
    }

    private void Report(Func<string> text, bool isSnapshot)
    {
        (_pending, _isSnapshot) = (text, isSnapshot);
        if (_written is not { } then || clock.GetElapsedTime(then) >= every)
        {
            Write();
        }
    }

    private void Write()
    {
        var text = _pending!();
        if (_panel is not null)
        {
            Draw(text);
        }
        else if (terminal is not null)
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

    private void Draw(string text)
    {
        var panel = _panel!;
        var cut = text.Length < panel.Width ? text : text[..Math.Max(0, panel.Width - 2)] + '…';
        panel.Show(_isSnapshot ? ProgressPanel.Of(_history, panel.Width, panel.Height, panel.InColour) : ["", cut]);
        _drawn = text;
    }
}
