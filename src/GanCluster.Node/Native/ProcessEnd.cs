using System.Runtime.InteropServices;

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

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int code);
}
