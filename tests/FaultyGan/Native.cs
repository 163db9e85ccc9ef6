using System.Runtime.InteropServices;

namespace GanCluster.FaultyGan;

internal static class Native
{
    [DllImport("libc", EntryPoint = "raise")]
    internal static extern int Raise(int signal);
}
