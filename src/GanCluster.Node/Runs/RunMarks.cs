namespace GanCluster.Node.Runs;

/// <summary>Keys of run.db's table <c>run</c>: how a run began, how far it is to go and how it ended.</summary>
internal static class RunMarks
{
    /// <summary>The step at which the run ends unless it is stopped; without it, the one of the horizon.</summary>
    internal const string TargetStep = "target_step";

    /// <summary><c>1</c> if a signal or <c>stop</c> ended the run, <c>0</c> if it ended by itself.</summary>
    internal const string Stopped = "stopped";

    /// <summary>weights_sha256 of the run whose weights it began from; empty for a run that began anew.</summary>
    internal const string From = "from";
}
