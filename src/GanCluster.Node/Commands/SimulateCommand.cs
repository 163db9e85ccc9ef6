using System.Diagnostics;
using System.Text.Json.Nodes;
using GanCluster.Node.Native;
using GanCluster.Simulation;

namespace GanCluster.Node.Commands;

/// <summary><c>simulate</c>: the protocol under seeded faults, a case a seed.</summary>
internal sealed class SimulateCommand(TextWriter output)
{
    /// <param name="workers">The most workers of a case; each seed draws 1 to so many.</param>
    /// <param name="seed">This one alone, with what happens in it unless <paramref name="json"/>; null: seeds 0, 1, ...</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal int Run(int seeds, int workers, ulong? seed, bool json, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var report = seed is { } one
            ? SimulationRun.Replay(one, workers, json ? _ => { } : output.WriteLine)
            : SimulationRun.Run(firstSeed: 0, seeds, workers, stop);
        var seconds = Math.Round(watch.Elapsed.TotalSeconds, 2);
        output.WriteLine(json ? Json(report, seconds).ToJsonString() : Text(report, seconds));
        if (!json)
        {
            foreach (var violation in report.Violations)
            {
                var replay = $"./gancluster simulate --seed {violation.Seed} --workers {workers}";
                output.WriteLine($"seed {violation.Seed}: {violation.Text} ({replay})");
            }
        }

        return report.Violations.IsEmpty ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static JsonObject Json(SimulationReport report, double seconds) => new()
    {
        ["cases"] = report.Cases,
        ["faults"] = report.Exercised.Faults,
        ["violations"] = report.Violations.Length,
        ["violating_seeds"] = new JsonArray([.. report.Violations.Select(v => v.Seed).Distinct().Select(s => (JsonNode)s)]),
        ["messages_lost"] = report.Exercised.MessagesLost,
        ["messages_duplicated"] = report.Exercised.MessagesDuplicated,
        ["crashes"] = report.Exercised.Crashes,
        ["hangs"] = report.Exercised.Hangs,
        ["joins"] = report.Exercised.Joins,
        ["leaves"] = report.Exercised.Leaves,
        ["partitions"] = report.Exercised.Partitions,
        ["broken_links"] = report.Exercised.BrokenLinks,
        ["failed_fetches"] = report.Exercised.FailedFetches,
        ["attempts_abandoned"] = report.Exercised.Abandoned,
        ["commits"] = report.Exercised.Commits,
        ["messages_dropped"] = report.Exercised.Dropped,
        ["runs_extinct"] = report.Exercised.Extinct,
        ["runs_stopped_early"] = report.Exercised.Stopped,
        ["runs_diverged"] = report.Exercised.Diverged,
        ["seconds"] = seconds,
    };

    private static string Text(SimulationReport report, double seconds)
    {
        var e = report.Exercised;
        return $"""
            {report.Cases} cases in {seconds} s: {e.Commits} rounds committed, {e.Abandoned} attempts abandoned, {e.Faults} faults
              messages: {e.MessagesLost} lost, {e.MessagesDuplicated} duplicated, {e.Dropped} dropped as stale
              workers: {e.Crashes} crashes, {e.Hangs} hangs, {e.Joins} late joins, {e.Leaves} leaves
              network: {e.Partitions} partitions, {e.BrokenLinks} broken links, {e.FailedFetches} failed fetches of a version
              runs: {e.Extinct} failed as nobody was left that held the version, {e.Stopped} stopped as the last worker left
            {report.Violations.Length} violations
            """;
    }
}
