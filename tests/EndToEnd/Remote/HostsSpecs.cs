using GanCluster.EndToEnd.Tests.Nodes;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Remote;

/// <summary><c>train --hosts</c>, with a command in ssh's place.</summary>
[Collection(NodesCollection.Name)]
public sealed class HostsSpecs : IDisposable
{
    private readonly MadeSsh _ssh = new();

    public void Dispose() => _ssh.Dispose();

    [Fact]
    public async Task Other_machines_compute_the_same_bits_by_keys_made_for_the_run_and_their_lines_have_their_names()
    {
        await using var run = new NodesRun();
        var train = Train(run, "200", "gan-2,me@gan-3");
        await run.Committed(1);
        var seen = run.Processes.Select(process => File.ReadAllText($"/proc/{process.Id}/cmdline")).ToList();
        var ran = await run.Same(await train.Exit());
        await run.NothingLeft();

        SameWeightsSpecs.CheckShares(ran, 2, 200 * 4 * 16);
        Assert.Contains("\ngan-2: listening 127.0.0.1:", ran.Error, StringComparison.Ordinal);
        Assert.Contains("\nme@gan-3: the run has ended: all 200 steps are committed", ran.Error, StringComparison.Ordinal);
        var certificate = Assert.Single(
            seen.SelectMany(line => line.Split('\0')), part => part.StartsWith("--certificate=", StringComparison.Ordinal));
        Assert.False(Path.Exists(Path.GetDirectoryName(certificate["--certificate=".Length..])));
    }

    [Fact]
    public async Task Ctrl_C_ends_it_in_order()
    {
        await using var run = new NodesRun();
        var train = Train(run, "1e9", "gan-2,gan-3");
        await run.Committed(1);

        // As a terminal does: every process of the group hears it, ssh as well.
        foreach (var process in run.Processes)
        {
            process.Signal(NodeProcess.Interrupt);
        }

        var ran = await train.Exit();
        await run.NothingLeft();
        Assert.Equal(130, ran.Code);
        Assert.Equal(0, (int?)RunSummary.Read(RunFiles.Summary(run.Folder))!["faults"]);
        await run.Same(ran with { Code = 0 });
    }

    [Fact]
    public async Task Killed_with_SIGKILL_it_takes_the_nodes_of_the_others_along()
    {
        await using var run = new NodesRun();
        var train = Train(run, "1e9", "gan-2");
        await run.Committed(1);

        train.Kill();

        await run.NothingLeft();
    }

    [Theory]
    [InlineData(
        "gan-2,away", null, "away: `", "ended with exit code 255 (ssh: connect to host away port 22: Connection refused): `")]
    [InlineData(
        "gan-2", "/nowhere/gancluster", "gan-2: `/nowhere/gancluster --version` ended with exit code 127 (", "--remote says where")]
    public async Task A_machine_that_can_not_be_had_is_refused_before_anything_starts(
        string hosts, string? remote, string what, string why)
    {
        await using var run = new NodesRun();
        string[] program = remote is null ? [] : ["--remote", remote];

        var refusal = (await Train(run, "10", hosts, program).Exit()).Refusal();

        Assert.StartsWith(what, refusal, StringComparison.Ordinal);
        Assert.Contains(why, refusal, StringComparison.Ordinal);
        Assert.False(Path.Exists(run.Folder));
    }

    private NodeProcess Train(NodesRun run, string steps, string hosts, params string[] more) =>
        run.Of("train", steps, ["--hosts", hosts, "--ssh", _ssh.Command, .. more]);
}
