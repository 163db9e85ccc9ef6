using System.Globalization;
using GanCluster.Node.Journal;

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

    /// <summary>Steps that were computed again because nobody was left that held them.</summary>
    internal const string StepsRedone = "steps_redone";

    /// <summary>0 where there is none.</summary>
    internal static long Number(RunDatabase journal, string key) =>
        long.TryParse(journal.ReadRunValues().GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
