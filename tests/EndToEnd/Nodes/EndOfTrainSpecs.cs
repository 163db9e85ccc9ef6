using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>However <c>train</c> or its coordinator ends, nothing is left running.</summary>
[Collection(NodesCollection.Name)]
public sealed class EndOfTrainSpecs
{
    [Fact]
    public async Task Killed_with_SIGKILL_it_takes_its_nodes_along()
    {
        await using var run = new NodesRun();
        var train = run.Train(2);
        await run.Committed(1);
        Assert.Equal(["train", "coordinator", "worker", "worker"], run.Processes.Select(p => p.Command));

        train.Kill();

        await run.NothingLeft();
        Assert.Equal(137, (await train.Exit()).Code);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_in_order()
    {
        await using var run = new NodesRun();
        var train = run.Train(2);
        await run.Committed(1);

        // As a terminal does: every process of the group hears it.
        foreach (var process in run.Processes)
        {
            process.Signal(NodeProcess.Interrupt);
        }

        var ran = await train.Exit();
        await run.NothingLeft();
        Assert.Equal(130, ran.Code);
        await CheckRecord(run, ran with { Code = 0 });
    }

    [Fact]
    public async Task It_is_seen_while_it_runs_and_stopped_by_the_command()
    {
        await using var run = new NodesRun();
        var train = run.Train(2);
        await run.Committed(1);

        var status = (await run.Start("status", "--run", run.Folder, "--json").Exit()).Json;
        Assert.Equal("running", status.GetProperty("state").GetString());
        Assert.Equal(await run.Address(), status.GetProperty("address").GetString());
        Assert.Equal(2, status.GetProperty("workers").GetArrayLength());
        Assert.Equal(2, status.GetProperty("workers_expected").GetInt32());
        Assert.Equal(0, status.GetProperty("faults").GetInt32());

        var stopped = await run.Start("stop", "--run", run.Folder).Exit();
        var ran = await train.Exit();
        await run.NothingLeft();
        Assert.Equal((0, PlainCheckpoint.Newest(run.Folder)), (stopped.Code, stopped.Output.TrimEnd()));
        await CheckRecord(run, ran);
    }

    [Fact]
    public async Task Without_its_coordinator_it_fails_and_goes_on_when_told_to()
    {
        await using var run = new NodesRun("checkpointEvery=2560");
        var train = run.Train(2, "120");
        await train.Checkpoints(run.Folder, 1);

        run.Processes.Single(p => p.Command == "coordinator").Signal(NodeProcess.KillNow);

        var failed = await train.Exit();
        await run.NothingLeft();
        Assert.InRange(failed.Code, 1, 255);
        Assert.Empty(failed.Output);
        var resumed = await run.Same(await run.Train(2, "120", "--resume").Exit());
        Assert.Equal(120, resumed.Json.GetProperty("steps").GetInt64());
        Assert.Matches("into .*, from step (40|80)\n", resumed.Error);
    }

    private static async Task CheckRecord(NodesRun run, Ran ran)
    {
        await run.Same(ran);
        var newest = PlainCheckpoint.Newest(run.Folder);
        Assert.EndsWith($"step-{ran.Json.GetProperty("steps").GetInt64():D8}", newest, StringComparison.Ordinal);
        Assert.Equal(PlainCheckpoint.WeightsSha256(newest), ran.WeightsSha256);
        Assert.Contains(ran.WeightsSha256, File.ReadAllText(Path.Combine(run.Folder, "summary.json")), StringComparison.Ordinal);
    }
}
