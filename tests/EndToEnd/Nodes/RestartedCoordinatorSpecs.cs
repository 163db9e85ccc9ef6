using GanCluster.Core.Rounds;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Training.Checkpoints;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>The only coordinator is killed and started again on its port.</summary>
[Collection(NodesCollection.Name)]
public sealed class RestartedCoordinatorSpecs
{
    private const string Endless = "1e9";

    [Theory]
    [InlineData("gradients")]
    [InlineData("parameters")]
    public async Task Workers_that_waited_go_on_from_what_they_hold(string sync)
    {
        await using var run = new NodesRun($"sync={sync}", "syncEvery=20");
        var (port, first) = Begin(run, workers: 2);
        var workers = Enumerable.Range(0, 2).Select(_ => run.Start("worker", "--join", $"127.0.0.1:{port}")).ToList();
        await run.Committed(5);
        await run.OpenRound();
        var before = (await run.Committed(5))[^1];
        first.Signal(NodeProcess.KillNow);
        await first.Exit();

        var second = run.CoordinatorAt(port, Endless, "--resume");
        await run.Journal(
            journal => journal.ReadRounds().LastOrDefault(row => row.Term > before.Term && row.Workers == 2), "a round of both after it");
        second.Signal(NodeProcess.Terminate);
        var ran = await run.Same(NodesRun.AfterListening(await second.Exit()));

        Assert.Equal(0, ran.Json.GetProperty("steps_redone").GetInt64());
        Assert.Equal(
            ["worker-1", "worker-2"],
            ran.Json.GetProperty("workers").EnumerateArray().Select(w => w.GetProperty("id").GetString()).Order());
        foreach (var worker in workers)
        {
            Assert.Equal(0, (await worker.Exit()).Code);
        }

        var terms = (await run.Committed(6)).Select(row => row.Term).Distinct().ToList();
        Assert.Equal([before.Term, Term.Of(1)], terms);
        var replayed = await Ran.Of("replay", run.Folder, "--from", "0");
        Assert.Equal((0, ""), (replayed.Code, replayed.Error));
    }

    [Fact]
    public async Task Without_them_others_compute_the_journal_s_rounds_again()
    {
        await using var run = new NodesRun();
        var (port, first) = Begin(run);
        var worker = run.Start("worker", "--join", $"127.0.0.1:{port}");
        var before = (await run.Committed(5)).Count;
        first.Signal(NodeProcess.KillNow);
        worker.Signal(NodeProcess.KillNow);
        await first.Exit();

        var second = run.CoordinatorAt(port, Endless, "--resume");
        run.Start("worker", "--join", $"127.0.0.1:{port}");
        await run.Committed(before + 2);
        second.Signal(NodeProcess.Terminate);
        var ran = await run.Same(NodesRun.AfterListening(await second.Exit()));

        Assert.True(ran.Json.GetProperty("steps_redone").GetInt64() > 0, ran.Output);
        Assert.Contains("goes on from step ", ran.Error, StringComparison.Ordinal);
    }

    /// <summary>It serves from its disk what nobody else has any more.</summary>
    [Fact]
    public async Task Without_them_others_go_on_from_the_copy_on_its_disk()
    {
        await using var run = new NodesRun();
        var (port, first) = Begin(run, safeEvery: 3);
        var worker = run.Start("worker", "--join", $"127.0.0.1:{port}");
        var copies = new CheckpointStore(RunFiles.Safe(run.Folder));
        await run.Until(() => copies.Kept() is [> 0, ..], "a safe copy");
        await run.Journal(
            journal => journal.ReadRounds().LastOrDefault(row => row.FirstStep >= copies.Kept().FirstOrDefault(long.MaxValue)),
            "a round behind the copy");
        first.Signal(NodeProcess.KillNow);
        worker.Signal(NodeProcess.KillNow);
        await first.Exit();
        var copied = copies.Kept()[0];
        var before = (await run.Committed(1))[^1];

        var second = run.CoordinatorAt(port, Endless, "--resume", "--safe-every", "3600");
        run.Start("worker", "--join", $"127.0.0.1:{port}");
        await run.Journal(journal => journal.ReadRounds().LastOrDefault(row => row.Round > before.Round), "a round after it");
        second.Signal(NodeProcess.Terminate);
        var ran = await run.Same(NodesRun.AfterListening(await second.Exit()));

        Assert.Contains($" has step {copied}\n", ran.Error, StringComparison.Ordinal);
        Assert.Equal(before.FirstStep + before.Steps - copied, ran.Json.GetProperty("steps_redone").GetInt64());
    }

    [Fact]
    public async Task A_worker_waits_as_long_as_it_is_told_to()
    {
        await using var run = new NodesRun();
        var (port, first) = Begin(run);
        var worker = run.Start("worker", "--join", $"127.0.0.1:{port}", "--wait-for-coordinator", "2");
        await run.Committed(1);
        first.Signal(NodeProcess.KillNow);

        var ended = await worker.Exit();

        Assert.Equal(1, ended.Code);
        Assert.EndsWith("failed: no coordinator has answered for 2 s\n", ended.Error, StringComparison.Ordinal);
    }

    private static (int Port, NodeProcess Coordinator) Begin(NodesRun run, int workers = 1, int safeEvery = 3600)
    {
        var port = FreePort.From("127.0.0.1", 24_000);
        return (port, run.CoordinatorAt(port, Endless, "--safe-every", $"{safeEvery}", "--workers", $"{workers}"));
    }
}
