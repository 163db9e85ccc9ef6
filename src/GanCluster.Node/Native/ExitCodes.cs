namespace GanCluster.Node.Native;

internal static class ExitCodes
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int BadInput = 2;

    /// <summary>A worker node's: the run has failed, which was no fault of this node.</summary>
    internal const int RunFailed = 3;

    /// <summary>128 + SIGINT, as a shell reports it.</summary>
    internal const int Interrupted = 130;

    /// <summary>128 + SIGTERM: what a process that does not handle it ends with.</summary>
    internal const int Terminated = 143;
}
