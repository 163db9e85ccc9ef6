using System.Text.Json.Nodes;
using GanCluster.Node.Chaos;

namespace GanCluster.EndToEnd.Tests.Chaos;

public sealed class ChaosOutcomeSpecs
{
    [Fact]
    public void The_quiet_runs_weights_with_nothing_lost_or_repeated_are_no_violation() =>
        Assert.Empty(Outcome(Summary()).Violations);

    [Theory]
    [InlineData("samples_lost", "samples_lost is 3")]
    [InlineData("samples_repeated", "samples_repeated is 3")]
    [InlineData("samples_unplanned", "samples_unplanned is 3")]
    public void What_the_ledger_misses_is_one(string key, string violation)
    {
        var summary = Summary();
        summary[key] = 3L;

        Assert.Equal([violation], Outcome(summary).Violations);
    }

    [Fact]
    public void Other_weights_are_one()
    {
        var summary = Summary();
        summary["weights_sha256"] = "b";

        Assert.Equal(["the weights are b, and the quiet run's a"], Outcome(summary).Violations);
    }

    [Fact]
    public void So_is_a_node_that_nobody_struck() => Assert.Equal(
        ["worker-node-2 ended although nothing was done to it"],
        (Outcome(Summary()) with { EndedByThemselves = ["worker-node-2"] }).Violations);

    [Fact]
    public void Ranks_are_of_those_that_were_alone()
    {
        var outcome = Outcome(Summary()) with
        {
            Recoveries = [.. Enumerable.Range(1, 100).Select(n => Killed(n * 0.01, alone: true)), Killed(9, alone: false), Killed(null, alone: true)],
        };

        var times = outcome.ToJson()["worker_killed"]!;

        Assert.Equal(
            (101, 100, 0.5, 0.99, 9),
            ((int)times["recovered"]!, (int)times["alone"]!, (double)times["p50_s"]!, (double)times["p99_s"]!, (double)times["most_s"]!));
    }

    private static Recovery Killed(double? seconds, bool alone) => new(
        new Strike(ChaosKind.KillWorker, "worker-node-1", "worker-1", Acted: false, default),
        seconds is { } s ? TimeSpan.FromSeconds(s) : null,
        alone);

    private static ChaosOutcome Outcome(JsonObject summary) => new([], summary, "a", [], Surviving: 5);

    private static JsonObject Summary() => new()
    {
        ["samples_lost"] = 0L, ["samples_repeated"] = 0L, ["samples_unplanned"] = 0L, ["weights_sha256"] = "a",
    };
}
