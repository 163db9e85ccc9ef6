using System.Runtime.InteropServices;
using System.Text;

namespace GanCluster.Node.Native;

internal static class ProcessEnd
{
    /// <summary>
    /// Ends without exit handlers: libtorch's static destructors would run under its still working threads and crash,
    /// and the exit code would be the crash's.
    /// </summary>
    internal static void Now(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.Exit(code);
        }

        Exit(code);
    }

    /// <param name="line">Told on the standard error, past whatever holds that of .NET.</param>
    internal static void Now(int code, string line)
    {
        using (var error = Console.OpenStandardError())
        {
            // A line of progress may stand on a terminal.
            error.Write(Encoding.UTF8.GetBytes($"{(Console.IsErrorRedirected ? "" : "\n")}{line}\n"));
        }

        Now(code);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int code);
}
