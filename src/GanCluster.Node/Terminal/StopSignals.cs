using System.Runtime.InteropServices;
using GanCluster.Node.Native;

namespace GanCluster.Node.Terminal;

/// <summary>
/// Ctrl-C, SIGTERM and <see cref="Signals.EndRun"/> ask for a graceful stop; a second Ctrl-C ends the process at once. Ctrl-C reaches a parent and its child
/// nodes alike: a child leaves it to the parent, which sends SIGTERM to whom it means.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<int> _endNow;
    private readonly bool _isChild;
    private readonly PosixSignalRegistration[] _registrations;
    private int _interrupts;

    internal StopSignals(bool isChild)
        : this(ProcessEnd.Now, isChild)
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            .. OperatingSystem.IsWindows() ? [] : new[] { PosixSignalRegistration.Create(Signals.EndRun, Handle) },
        ];
    }

    /// <summary>Hears no signal by itself; the test sends them to <see cref="Receive"/>.</summary>
    internal StopSignals(Action<int> endNow, bool isChild = false)
    {
        (_endNow, _isChild) = (endNow, isChild);
        _registrations = [];
    }

    internal CancellationToken Token => _stop.Token;

    /// <summary>The first signal that came.</summary>
    internal PosixSignal? Received { get; private set; }

    /// <summary>
    /// The process's exit code: what failed stays a failure, and a graceful stop on Ctrl-C is told from a finished run.
    /// </summary>
    internal int ExitCode(int code) =>
        code == ExitCodes.Done && Received == PosixSignal.SIGINT ? ExitCodes.Interrupted : code;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    internal void Receive(PosixSignal signal)
    {
        if (signal == PosixSignal.SIGINT && _isChild)
        {
            return;
        }

        if (signal == PosixSignal.SIGINT && Interlocked.Increment(ref _interrupts) > 1)
        {
            _endNow(ExitCodes.Interrupted);
        }

        Received ??= signal;
        _stop.Cancel();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        Receive(context.Signal);
    }
}
