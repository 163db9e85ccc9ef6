using Spectre.Console;

namespace GanCluster.Node.Terminal;

/// <summary>A line of a terminal that stays the last one and is drawn again in place, until it is ended.</summary>
internal sealed class LiveLine
{
    private readonly IAnsiConsole _terminal;
    private readonly TaskCompletionSource<LiveDisplayContext> _begun = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _display;

    internal LiveLine(IAnsiConsole terminal)
    {
        _terminal = terminal;
        _display = terminal.Live(new Text("")).StartAsync(context =>
        {
            // A process that is killed meanwhile must not leave a terminal without one.
            terminal.Cursor.Show();
            _begun.SetResult(context);
            return _ended.Task;
        });
    }

    internal void Show(string text)
    {
        // A text that fills the last column wraps on some terminals, and a wrapped line can't be redrawn.
        var width = Math.Max(1, _terminal.Profile.Width - 1);
        var line = text.Length <= width ? text : text[..(width - 1)] + '…';
        _begun.Task.GetAwaiter().GetResult().UpdateTarget(new Text(line));
    }

    /// <summary>What was shown last stays.</summary>
    internal void End()
    {
        _ended.SetResult();
        _display.GetAwaiter().GetResult();
    }
}
