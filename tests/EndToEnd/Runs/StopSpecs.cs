using System.Diagnostics;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Commands;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A run of the real executable, and folders of none.</summary>
[Collection(RunCollection.Name)]
public sealed class StopSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.Below("runs", "0001-ring8-seed1");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_is_seen_stopped_and_seen_again()
    {
        using var training = NodeProcess.Start(
            _folder.Path, new Dictionary<string, string>(), "train", "ring8", "--nodes", "0", "--steps", "1e9", "--workers-per-node", "2",
            "--set", "checkpointEvery=2048", "--set", "batch=32", "--set", "replicas=2", "--set", "network.width=32");
        await training.Checkpoints(Folder, 1);

        var running = (await NodeProcess.Run(_folder.Path, "status", "--json")).Json;
        Assert.Equal("running", running.GetProperty("state").GetString());
        Assert.Equal(1_000_000_000, running.GetProperty("target_step").GetInt64());
        Assert.Equal(2, running.GetProperty("workers").GetArrayLength());
        Assert.InRange(running.GetProperty("images_per_s").GetDouble(), 1, 1e9);

        var stopped = await NodeProcess.Run(_folder.Path, "stop");
        Assert.Equal((0, ""), (stopped.Code, stopped.Error));
        Assert.Equal(0, (await training.Exit()).Code);
        Assert.Equal(Path.GetFileName(PlainCheckpoint.Newest(Folder)), Path.GetFileName(stopped.Output.TrimEnd()));
        Assert.True(Directory.Exists(Path.Combine(_folder.Path, stopped.Output.TrimEnd())));

        var over = (await NodeProcess.Run(_folder.Path, "status", "--run", Folder, "--json")).Json;
        Assert.Equal("interrupted", over.GetProperty("state").GetString());
        Assert.EndsWith(
            $"step-{over.GetProperty("step").GetInt64():D8}", PlainCheckpoint.Newest(Folder), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Folder, "coordinator.json")));
        Assert.Contains(
            "nothing is running under ./runs", (await NodeProcess.Run(_folder.Path, "stop")).Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_runs_there_is_nothing_to_stop()
    {
        Assert.StartsWith(
            $"nothing is running in '{_folder.Path}'",
            (await Assert.ThrowsAsync<UserInputException>(() => Stop(TextWriter.Null))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "nothing has run here", (await NodeProcess.Run(_folder.Path, "status")).Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 1, "has ended without a checkpoint")]
    [InlineData(true, 0, "was stopped before its first step")]
    public async Task A_run_that_ends_without_a_checkpoint_is_told_and_failed_unless_it_ended_in_order(
        bool hasSummary, int code, string told)
    {
        if (hasSummary)
        {
            _folder.Write("summary.json", "{}");
        }

        using var process = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        var ticks = File.ReadAllText($"/proc/{process.Id}/stat").Split(' ')[21];
        _folder.Write("coordinator.json", $$"""
            { "pid": {{process.Id}}, "started": "2026-01-02T12:00:00Z", "start_ticks": {{ticks}}, "workers_expected": 1 }
            """);
        var output = new StringWriter();

        Assert.Equal(code, await Stop(output));

        Assert.Contains(told, output.ToString(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(143, process.ExitCode);
    }

    private async Task<int> Stop(TextWriter output) =>
        await new StopCommand(Invocation.Context(output)).Run(new StopOptions(_folder.Path), CancellationToken.None);
}
