using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GanCluster.Node.Native;

/// <summary>What is sent to other processes; of these, Windows knows only the end.</summary>
internal static class Signals
{
    private const int Term = 15;

    /// <summary>SIGUSR1: the run is to end, whoever coordinates it.</summary>
    internal static PosixSignal EndRun => (PosixSignal)(OperatingSystem.IsMacOS() ? 30 : 10);

    /// <summary>SIGTERM; on Windows, which has none, the process is killed. One that is gone is left alone.</summary>
    internal static void Terminate(int process)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = Kill(process, Term);
            return;
        }

        try
        {
            using var found = Process.GetProcessById(process);
            found.Kill();
        }
        catch (ArgumentException)
        {
        }
    }

    /// <summary>A signal by its system's number; on Windows as <see cref="Terminate"/>.</summary>
    internal static void Send(int process, PosixSignal signal)
    {
        if (OperatingSystem.IsWindows())
        {
            Terminate(process);
        }
        else
        {
            _ = Kill(process, (int)signal);
        }
    }

    /// <summary>SIGSTOP: the process stands still until <see cref="Continue"/>. Not on Windows.</summary>
    internal static void Halt(int process) => _ = Kill(process, OperatingSystem.IsMacOS() ? 17 : 19);

    /// <summary>SIGCONT. Not on Windows.</summary>
    internal static void Continue(int process) => _ = Kill(process, OperatingSystem.IsMacOS() ? 19 : 18);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
