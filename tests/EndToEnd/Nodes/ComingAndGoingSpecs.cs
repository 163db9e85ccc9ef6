using System.Globalization;
using System.Text.RegularExpressions;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>A coordinator and worker nodes that are started one by one, as on machines of their own.</summary>
[Collection(NodesCollection.Name)]
public sealed partial class ComingAndGoingSpecs
{
    [Theory]
    [InlineData("gradients")]
    [InlineData("parameters")]
    public async Task A_late_worker_takes_part_at_once_and_one_that_is_told_to_goes_in_order(string sync)
    {
        await using var run = new NodesRun($"sync={sync}", "syncEvery=20");
        var coordinator = run.Coordinator();
        var join = await run.Address();
        var first = run.Start("worker", "--join", join);
        await run.Committed(2);

        var late = run.Start("worker", "--join", join);
        var shared = await run.Journal(
            journal => journal.ReadContributions().FirstOrDefault(c => c.Worker == "worker-2"), "a share of worker-2");
        first.Signal(NodeProcess.Terminate);
        var gone = await first.Exit();
        Assert.Equal(0, gone.Code);
        Assert.EndsWith("drained\n", gone.Error, StringComparison.Ordinal);
        var alone = await run.Journal(
            journal => journal.ReadRounds().LastOrDefault(
                r => journal.ReadContributions(r.Round).All(c => c.Worker == "worker-2")),
            "a round of worker-2 alone");
        await run.Committed((int)alone.Round + 1);

        coordinator.Signal(NodeProcess.Terminate);
        var ran = await run.Same(NodesRun.AfterListening(await coordinator.Exit()));
        Assert.Equal(0, (await late.Exit()).Code);
        Assert.Equal(0, ran.Json.GetProperty("faults").GetInt64());
        var joined = long.Parse(Joined().Match(ran.Error).Groups["step"].Value, CultureInfo.InvariantCulture);
        var rounds = await run.Committed(1);
        Assert.InRange(shared.Round, 1, rounds.First(r => r.FirstStep + r.Steps > joined).Round + 2);
    }

    [Fact]
    public async Task A_worker_that_never_comes_keeps_nobody_waiting_beyond_the_join_timeout()
    {
        await using var run = new NodesRun();
        var port = FreePort.From("127.0.0.1", 24_000);
        var worker = run.Start("worker", "--join", $"127.0.0.1:{port}");
        var coordinator = run.CoordinatorAt(port, "10", "--workers", "2", "--join-timeout", "8");

        var ran = await run.Same(NodesRun.AfterListening(await coordinator.Exit()));

        Assert.Equal(1, ran.Json.GetProperty("workers").GetArrayLength());
        Assert.Equal(0, (await worker.Exit()).Code);
    }

    [GeneratedRegex(
        "^worker-2 joined at step -?[0-9]+ of (?<step>[0-9]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Joined();
}
