using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Network;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>Three coordinators: whoever acts is lost, and the others go on.</summary>
[Collection(NodesCollection.Name)]
public sealed class FailOverSpecs
{
    /// <summary>Six processes begin at once, perhaps on two cores.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(150);

    [Theory]
    [InlineData("gradients")]
    [InlineData("parameters")]
    public async Task The_acting_coordinator_killed_costs_seconds_and_no_bit(string sync)
    {
        await using var run = new NodesRun($"sync={sync}", "syncEvery=20") { Patience = Beginning };
        var train = run.Train(2, more: ["--coordinators", "3"]);
        var coordinators = new Coordinators(run);
        await run.Committed(3);

        var (lost, at) = await coordinators.Strike(NodeProcess.KillNow);
        var next = await coordinators.Acting(at);
        await coordinators.CommittedAfter(next, at);
        train.Signal(NodeProcess.Terminate);
        var ran = await run.Same(await train.Exit());

        Assert.NotEqual(lost, next);
        Assert.Equal(0, ran.Json.GetProperty("steps_redone").GetInt64());
        Assert.Equal(ran.Json.GetProperty("steps").GetInt64(), coordinators.Rounds(0).Sum(row => row.Steps));
        Assert.Equal(ran.WeightsSha256, (string?)RunSummary.Read(RunFiles.Summary(run.Folder))!["weights_sha256"]);
        var replayed = await Ran.Of("replay", run.Folder, "--from", "0");
        Assert.Equal((0, ""), (replayed.Code, replayed.Error));
    }

    [Fact]
    public async Task Two_killed_one_after_the_other_with_a_return_between_cost_no_bit()
    {
        await using var run = new NodesRun { Patience = Beginning };
        var coordinators = new Coordinators(run);
        coordinators.Begin(workers: 2);
        await run.Committed(3);

        var (first, at) = await coordinators.Strike(NodeProcess.KillNow);
        var second = await coordinators.Acting(at);
        var between = await coordinators.CommittedAfter(second, at);
        coordinators.Start(first, "--resume");
        await coordinators.CaughtUp(first, between);
        (var again, at) = await coordinators.Strike(NodeProcess.KillNow);
        var third = await coordinators.Acting(at);
        var last = await coordinators.CommittedAfter(third, at);

        Assert.Equal(second, again);
        Assert.NotEqual(second, third);
        Assert.True(last.Term > between.Term, $"{between} {last}");
        await EndedTheSame(run, coordinators, third);
    }

    [Fact]
    public async Task A_run_over_TLS_begins_without_the_first_which_comes_later_and_stands_in_for_another()
    {
        using var folder = new TemporaryFolder();
        await using var run = new NodesRun { Patience = Beginning };
        var coordinators = new Coordinators(run, await Credentials.Make(folder, "cluster"));
        coordinators.Begin(workers: 2, from: 1);
        var acting = await coordinators.Acting();
        await run.Until(() => coordinators.Rounds(acting).Count > 2, "rounds without the first coordinator");
        var before = coordinators.Rounds(acting)[^1];
        coordinators.Start(0);
        await coordinators.CaughtUp(0, before);

        var (lost, at) = await coordinators.Strike(NodeProcess.KillNow);
        var next = await coordinators.Acting(at);
        await coordinators.CommittedAfter(next, at);

        Assert.Equal(acting, lost);
        await EndedTheSame(run, coordinators, next);
    }

    [Fact]
    public async Task All_killed_at_once_go_on_from_a_checkpoint_of_any_of_them()
    {
        await using var run = new NodesRun("checkpointEvery=1600") { Patience = Beginning };
        run.Train(2, more: ["--coordinators", "3"]);
        var checkpoints = new CheckpointStore(RunFiles.Checkpoints(run.Folder));
        await run.Until(() => checkpoints.Kept().Count > 0, "a checkpoint");
        foreach (var process in run.Processes.Reverse())
        {
            process.Signal(NodeProcess.KillNow);
        }

        await run.NothingLeft();
        var step = checkpoints.Kept()[0];
        var ran = await run.Same(await run.Train(2, $"{step + 200}", "--coordinators", "3", "--resume").Exit());

        Assert.Equal(step + 200, ran.Json.GetProperty("steps").GetInt64());
    }

    [Fact]
    public async Task One_that_stood_still_and_wakes_commits_nothing()
    {
        await using var run = new NodesRun { Patience = Beginning };
        var coordinators = new Coordinators(run);
        coordinators.Begin(workers: 2);
        await run.Committed(3);

        var (old, at) = await coordinators.Strike(NodeProcess.Halt);
        var next = await coordinators.Acting(at, besides: old);
        var row = await coordinators.CommittedAfter(next, at);
        var woken = DateTimeOffset.UtcNow;
        coordinators.Signal(old, NodeProcess.Continue);
        await coordinators.CaughtUp(old, row);

        var after = await coordinators.CommittedAfter(next, at);
        Assert.Equal(row, after);
        await EndedTheSame(run, coordinators, next, byStop: true);
        Assert.DoesNotContain(coordinators.Rounds(next), r => r.CommittedAt > woken && r.Term < row.Term);
    }

    /// <summary>Whoever is there has the same rounds, with the quiet run's weights at their end.</summary>
    private static async Task EndedTheSame(NodesRun run, Coordinators coordinators, int acting, bool byStop = false)
    {
        if (byStop)
        {
            Assert.Equal(0, (await Ran.Of("stop", "--run", coordinators.FolderOf(acting))).Code);
        }
        else
        {
            coordinators.Signal(acting, NodeProcess.Interrupt);
        }

        var ended = NodesRun.AfterListening(await coordinators.Process(acting).Exit());
        Assert.Equal(byStop ? 0 : 130, ended.Code);
        await run.Same(ended with { Code = 0 });
        var rounds = coordinators.Rounds(acting);
        Assert.Equal(Enumerable.Range(1, rounds.Count).Select(round => (long)round), rounds.Select(row => row.Round));
        Assert.Equal(rounds.Select(row => row.Term).Order(), rounds.Select(row => row.Term));
        foreach (var other in Enumerable.Range(0, 3).Where(place => place != acting))
        {
            var theirs = coordinators.Rounds(other);
            if (theirs.Count > 0 && theirs.Count <= rounds.Count && theirs[^1].Term < rounds[theirs.Count - 1].Term)
            {
                // Who was killed may have written a row that nobody else has, and that so was never committed.
                theirs = [.. theirs.SkipLast(1)];
            }

            Assert.All(theirs.Zip(rounds), pair => Assert.Equal(Of(pair.Second), Of(pair.First)));
        }
    }

    private static (long Round, long First, long Steps, string Hash) Of(RoundRow row) => (row.Round, row.FirstStep, row.Steps, row.Hash);
}
