using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>Every worker is lost at once, as spot machines are.</summary>
[Collection(NodesCollection.Name)]
public sealed class LostHoldersSpecs
{
    [Theory]
    [InlineData("gradients", 1, 3600)] // there is no copy yet: from the beginning
    [InlineData("parameters", 2, 1)]
    public async Task The_run_goes_on_with_new_workers(string sync, int nodes, int safeEvery)
    {
        await using var run = new NodesRun($"sync={sync}", "syncEvery=20");
        var coordinator = run.Coordinator("1e9", "--safe-every", $"{safeEvery}", "--workers", $"{nodes}");
        var join = await run.Address();
        StartWorkers(run, join, nodes);
        await run.Until(() => safeEvery > 1 || SafeStep(run) is not null, "a safe copy");

        for (var time = 0; time < 2; time++)
        {
            var before = (await run.Committed(3)).Count;
            foreach (var worker in run.WorkerNodes)
            {
                worker.Signal(NodeProcess.KillNow);
            }

            StartWorkers(run, join, nodes);
            await run.Committed(before + 2);
        }

        coordinator.Signal(NodeProcess.Terminate);
        var ran = await run.Same(NodesRun.AfterListening(await coordinator.Exit()));
        Assert.InRange(ran.Json.GetProperty("faults").GetInt64(), 2, 2 * nodes);
        Assert.False(Directory.Exists(RunFiles.Safe(run.Folder)));
        if (safeEvery > 1)
        {
            Assert.Contains(" has step 0\n", ran.Error, StringComparison.Ordinal);
            Assert.True(ran.Json.GetProperty("steps_redone").GetInt64() > 0, ran.Output);
        }

        var replayed = await Ran.Of("replay", run.Folder, "--from", "0");
        Assert.Equal((0, ""), (replayed.Code, replayed.Error));
    }

    [Fact]
    public async Task A_stop_with_no_worker_left_ends_with_the_copy_as_checkpoint()
    {
        await using var run = new NodesRun();
        var coordinator = run.Coordinator("1e9", "--safe-every", "1");
        run.Start("worker", "--join", await run.Address());
        await run.Until(() => SafeStep(run) is not null, "a safe copy");

        run.WorkerNodes[0].Signal(NodeProcess.KillNow);
        await run.Journal(journal => journal.ReadFaults().Any() ? journal : null, "a lost worker");
        coordinator.Signal(NodeProcess.Terminate);

        await run.Same(NodesRun.AfterListening(await coordinator.Exit()));
    }

    [Fact]
    public async Task A_killed_coordinators_run_is_resumed_from_its_copy()
    {
        await using var run = new NodesRun();
        var coordinator = run.Coordinator("1e9", "--safe-every", "1");
        run.Start("worker", "--join", await run.Address());
        await run.Until(() => SafeStep(run) is not null, "a safe copy");

        coordinator.Signal(NodeProcess.KillNow);
        await coordinator.Exit();
        var copied = SafeStep(run)!.Value;
        var resumed = await run.Same(await run.Train(0, $"{copied + 50}", "--resume").Exit());

        Assert.Contains($", from step {copied}\n", resumed.Error, StringComparison.Ordinal);
    }

    /// <summary>Null while the coordinator has no copy.</summary>
    private static long? SafeStep(NodesRun run) =>
        new CheckpointStore(RunFiles.Safe(run.Folder)).Kept() is [var newest, ..] ? newest : null;

    private static void StartWorkers(NodesRun run, string join, int nodes)
    {
        for (var node = 0; node < nodes; node++)
        {
            run.Start("worker", "--join", join);
        }
    }
}
