using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GanCluster.Node.Native;

internal static class Signals
{
    private const int Int = 2;
    private const int Term = 15;

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

    /// <summary>SIGINT, as Ctrl-C sends it; on Windows as <see cref="Terminate"/>.</summary>
    internal static void Interrupt(int process)
    {
        if (OperatingSystem.IsWindows())
        {
            Terminate(process);
        }
        else
        {
            _ = Kill(process, Int);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
