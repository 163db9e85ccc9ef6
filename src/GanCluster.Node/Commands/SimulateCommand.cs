using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Simulation;

namespace GanCluster.Node.Commands;

/// <param name="Seeds">How many cases.</param>
/// <param name="Workers">The most workers of a case; each seed draws 1 to so many.</param>
/// <param name="Seed">The case of this seed alone, with what happens in it unless <paramref name="Json"/>.</param>
internal sealed record SimulateOptions(int Seeds, int Workers, ulong? Seed, bool Json);

/// <summary><c>simulate</c>: the protocol under seeded faults, a case a seed.</summary>
internal sealed class SimulateCommand : Verb<SimulateOptions>
{
    private readonly CommandContext _context;
    private readonly Option<int?> _seeds =
        OptionOf.Whole("--seeds", "N", "How many cases, seeded 0 to N - 1.", 1, 10_000_000, 500);
    private readonly Option<int?> _workers =
        OptionOf.Whole("--workers", "W", "The most workers of a case; each draws 1 to W.", 1, 64, 9);
    private readonly Option<ulong?> _seed = SharedOptions.Seed("Replay the case of this seed alone.");
    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal SimulateCommand(CommandContext context)
        : base("simulate", "Runs the protocol under seeded faults and checks what it promises.")
    {
        _context = context;
        Take(_seeds, _workers, _seed, _json);
    }

    internal override SimulateOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_seeds)!.Value, parsed.GetValue(_workers)!.Value, parsed.GetValue(_seed), parsed.GetValue(_json));

    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal override Task<int> Run(SimulateOptions options, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var report = options.Seed is { } one
            ? SimulationRun.Replay(one, options.Workers, options.Json ? _ => { } : _context.Output.WriteLine)
            : SimulationRun.Run(firstSeed: 0, options.Seeds, options.Workers, stop);
        return Task.FromResult(Tell(report, options, Math.Round(watch.Elapsed.TotalSeconds, 2)));
    }

    /// <returns>The exit code.</returns>
    internal int Tell(SimulationReport report, SimulateOptions options, double seconds)
    {
        var output = _context.Output;
        output.WriteLine(options.Json ? Json(report, seconds).ToJsonString() : Text(report, seconds));
        if (!options.Json)
        {
            foreach (var violation in report.Violations)
            {
                var replay = $"./gancluster simulate --seed {violation.Seed} --workers {options.Workers}";
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
        ["coordinator_crashes"] = report.Exercised.CoordinatorCrashes,
        ["coordinator_hangs"] = report.Exercised.CoordinatorHangs,
        ["splits"] = report.Exercised.Splits,
        ["offices"] = report.Exercised.Offices,
        ["stepped_down"] = report.Exercised.SteppedDown,
        ["adopted_rounds"] = report.Exercised.AdoptedRounds,
        ["wrong_results"] = report.Exercised.WrongResults,
        ["workers_lost_for_wrong_bits"] = report.Exercised.WrongWorkers,
        ["attempts_abandoned"] = report.Exercised.Abandoned,
        ["commits"] = report.Exercised.Commits,
        ["messages_dropped"] = report.Exercised.Dropped,
        ["went_back"] = report.Exercised.WentBack,
        ["went_forward"] = report.Exercised.WentForward,
        ["steps_redone"] = report.Exercised.StepsRedone,
        ["rolled_back"] = report.Exercised.RolledBack,
        ["runs_exhausted"] = report.Exercised.Exhausted,
        ["runs_extinct"] = report.Exercised.Extinct,
        ["runs_stopped_early"] = report.Exercised.Stopped,
        ["runs_asked_to_end"] = report.Exercised.AskedToEnd,
        ["runs_undecided"] = report.Exercised.Undecided,
        ["runs_diverged"] = report.Exercised.Diverged,
        ["seconds"] = seconds,
    };

    private static string Text(SimulationReport report, double seconds)
    {
        var e = report.Exercised;
        return $"""
            {report.Cases} cases in {seconds} s: {e.Commits} rounds committed, {e.Abandoned} attempts abandoned, {e.Faults} faults
              messages: {e.MessagesLost} lost, {e.MessagesDuplicated} duplicated, {e.Dropped} dropped as stale
              workers: {e.Crashes} crashes, {e.Hangs} hangs, {e.Joins} late joins, {e.Leaves} leaves, {e.WrongWorkers} sent away
                for wrong bits
              network: {e.Partitions} partitions, {e.BrokenLinks} broken links, {e.FailedFetches} failed fetches of a version
              coordinators: {e.CoordinatorCrashes} crashes, {e.CoordinatorHangs} hangs, {e.Splits} split networks,
                {e.Offices} offices, {e.SteppedDown} left to another, {e.AdoptedRounds} rounds taken over before anybody was told
              versions: {e.WentBack} times back as nobody was left that held one, {e.WentForward} times forward again,
                {e.StepsRedone} steps computed again
              runs: {e.Extinct} failed as nobody was left and nobody came, {e.Undecided} as two workers held different bits,
                {e.Diverged} as their numbers ended, {e.Stopped} stopped as the last worker left,
                {e.AskedToEnd} as somebody asked for it
            {report.Violations.Length} violations
            """;
    }
}
