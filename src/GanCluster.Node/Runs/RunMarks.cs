using System.Globalization;
using GanCluster.Core.Rounds;
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

    /// <summary>How many worker names were given.</summary>
    internal const string WorkersNamed = "workers_named";

    /// <summary>The office of the newest coordinator's process.</summary>
    internal const string Office = "office";

    /// <summary>The key of the data plane, in hexadecimal, where there is no secret to derive it from.</summary>
    internal const string DataKey = "data_key";

    /// <summary>The number in a worker's name; 0 if it has none.</summary>
    internal static long NumberOf(WorkerId worker) =>
        long.TryParse(worker.Value.Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>0 where there is none.</summary>
    internal static long Number(RunDatabase journal, string key) =>
        long.TryParse(journal.ReadRunValues().GetValueOrDefault(key), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
