using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Journal;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Runs;

/// <summary>How far a run is, from run.db, coordinator.json and summary.json alone.</summary>
/// <param name="State">
/// <c>running</c>; <c>finished</c>: it ended by itself and its summary tells of its last step; <c>interrupted</c>: it was stopped
/// or killed, and <c>--resume</c> goes on with it.
/// </param>
/// <param name="Last">Null before the first commit.</param>
/// <param name="Workers">Who took part in the last round.</param>
/// <param name="Faults">As in the summary.</param>
/// <param name="Health">After the last check; null before the first.</param>
/// <param name="Rollbacks">Made so far.</param>
/// <param name="ImagesPerSecond">Over the last ten rounds; null before the first commit.</param>
internal sealed record RunStatus(
    string Folder,
    string Run,
    string State,
    long Target,
    RoundRow? Last,
    IReadOnlyList<string> Workers,
    int Faults,
    HealthRow? Health,
    int Rollbacks,
    double? ImagesPerSecond,
    LiveRun? Live)
{
    private const int RateRounds = 10;

    internal long Step => Last is { } round ? round.FirstStep + round.Steps : 0;

    /// <exception cref="UserInputException">The folder holds no run.</exception>
    internal static RunStatus Of(string folder, RunParts parts)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserInputException($"'{folder}' is not there: give the folder of a run, as `gancluster runs` lists them");
        }

        // Before the journal: a run that ends meanwhile counts as running, not as one without a summary.
        var live = LiveRun.Read(folder);
        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: false);
        var values = journal.ReadRunValues();
        var recent = journal.ReadRounds().TakeLast(RateRounds).ToList();
        var last = recent.LastOrDefault();
        var target = TargetOf(values, folder, parts);
        return new RunStatus(
            folder,
            values.GetValueOrDefault("name", Path.GetFileName(Path.GetFullPath(folder))),
            live is not null ? "running" : IsFinished(folder, values, last, target) ? "finished" : "interrupted",
            target,
            last,
            last is null
                ? []
                : [.. journal.ReadContributions(last.Round).Select(c => c.Worker).Distinct().Order(StringComparer.Ordinal)],
            FaultKinds.Count([.. journal.ReadFaults()]),
            journal.ReadHealth().LastOrDefault(),
            journal.ReadRollbacks().Count(),
            last is null ? null : recent.Sum(r => r.Images) / recent.Sum(r => r.Seconds),
            live);
    }

    internal JsonObject ToJson() => new()
    {
        ["folder"] = Folder,
        ["run"] = Run,
        ["state"] = State,
        ["step"] = Step,
        ["target_step"] = Target,
        ["version"] = Last?.Version ?? 0,
        ["workers"] = new JsonArray([.. Workers.Select(w => (JsonNode)w)]),
        ["workers_expected"] = Live?.WorkersExpected,
        ["faults"] = Faults,
        ["health"] = Health is null ? null : new JsonObject
        {
            ["state"] = Health.State,
            ["reason"] = Health.Reason,
            ["step"] = Health.Since,
        },
        ["rollbacks"] = Rollbacks,
        ["generator_loss"] = Finite(Last?.LossG),
        ["discriminator_loss"] = Finite(Last?.LossD),
        ["images_per_s"] = Finite(ImagesPerSecond is { } rate ? Math.Round(rate, 2) : null),
        ["pid"] = Live?.Pid,
        ["address"] = Live?.Address,
    };

    private static bool IsFinished(
        string folder, IReadOnlyDictionary<string, string> values, RoundRow? last, long target) =>
        RunSummary.Read(RunFiles.Summary(folder))?["steps"]?.GetValue<long>() is { } steps
        && steps == (last is null ? 0 : last.FirstStep + last.Steps)
        && (steps >= target || values.GetValueOrDefault(RunMarks.Stopped) is not "1");

    private static long TargetOf(IReadOnlyDictionary<string, string> values, string folder, RunParts parts)
    {
        if (values.TryGetValue(RunMarks.TargetStep, out var target))
        {
            return long.Parse(target, CultureInfo.InvariantCulture);
        }

        return values.TryGetValue(RunDatabase.ConfigurationKey, out var text)
            ? RunLength.Steps(RunConfigurationReader.Parse(text, RunFiles.Database(folder), parts.Names))
            : 0;
    }

    // JSON has no NaN.
    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
