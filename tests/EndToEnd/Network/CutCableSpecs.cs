using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;
using Xunit.Sdk;

namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>A run over two machines whose cable is pulled, and put back while the run goes on.</summary>
[Collection(RunCollection.Name)]
public sealed class CutCableSpecs : IDisposable
{
    private static readonly TimeSpan Cut = TimeSpan.FromSeconds(10);

    private static readonly string[] Run =
    [
        "ring8", "--set", "replicas=4", "--set", "batch=16", "--set", "checkpointEvery=1e9", "--set", "evaluateEvery=1e9",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [MachinesFact]
    public Task The_near_workers_go_on_without_the_far_ones_which_come_back_and_the_weights_are_those_of_a_quiet_run() =>
        WeightsAreThoseOfAQuietRun(PullTheCable);

    [CutsFact]
    public Task Cuts_of_1_to_30_s_one_after_the_other_cost_no_bit() => WeightsAreThoseOfAQuietRun(async (cable, run, nodes) =>
    {
        var random = new Random(1);
        for (var cut = 0; cut < CutsFactAttribute.Cuts; cut++)
        {
            await AllTakePart(run, nodes);
            cable.Cut();
            var (length, since) = (TimeSpan.FromSeconds(1 + (29 * random.NextDouble())), Stopwatch.StartNew());
            await NodeProcess.Until(() => since.Elapsed >= length, "the end of the cut", nodes);
            cable.Mend();
        }

        await AllTakePart(run, nodes);
    });

    private async Task WeightsAreThoseOfAQuietRun(Func<Cable, RunRecord, NodeProcess[], Task> disturb)
    {
        using var cable = new Cable();
        var credentials = await Credentials.Make(_folder, "nodes");
        using var coordinator = cable.Near.Start(
            _folder.Path,
            ["coordinator", .. Run, "--steps", "1e9", "--workers", "3", "--out", "run", .. credentials.On(cable.Near)]);
        using var near = Worker(cable, cable.Near, credentials);
        using var far = Worker(cable, cable.Far, credentials);
        using var farther = Worker(cable, cable.Far, credentials);

        NodeProcess[] nodes = [coordinator, near, far, farther];
        var record = new RunRecord(_folder.Below("run"));
        try
        {
            await NodeProcess.Until(() => record.Begun, "the coordinator", nodes);
            await disturb(cable, record, nodes);
        }
        catch (FailException failed)
        {
            Assert.Fail(failed.Message + record.Newest());
        }

        coordinator.Signal(NodeProcess.Terminate);
        foreach (var node in nodes)
        {
            var ran = await node.Exit();
            Assert.True(ran.Code == 0, $"exit code {ran.Code}: {ran.Error}");
        }

        cable.AssertNobodyThere();
        cable.Dispose();
        Assert.False(cable.Near.Exists || cable.Far.Exists);
        await AssertLikeQuiet();
    }

    private static Task AllTakePart(RunRecord run, NodeProcess[] nodes)
    {
        var last = run.Number("SELECT coalesce(max(round), 0) FROM rounds");
        return NodeProcess.Until(
            () => run.Number($"SELECT count(DISTINCT worker) FROM contributions WHERE round > {last + 1}") == 3,
            "contributions of all three workers",
            nodes);
    }

    private NodeProcess Worker(Cable cable, Machine machine, Credentials credentials) =>
        machine.Start(_folder.Path, ["worker", "--join", $"{cable.Near.Address}:4053", .. credentials.On(machine)]);

    private static async Task PullTheCable(Cable cable, RunRecord run, NodeProcess[] nodes)
    {
        await NodeProcess.Until(
            () => run.Number("SELECT count(*) FROM rounds WHERE workers = 3") > 2, "rounds of all three workers", nodes);

        cable.Cut();
        var cut = Stopwatch.StartNew();
        await NodeProcess.Until(
            () => cut.Elapsed >= Cut && run.Number("SELECT count(*) FROM rounds WHERE workers = 1") > 2,
            "rounds of the near worker alone",
            nodes);
        Assert.Equal(2, run.Number("SELECT count(DISTINCT worker) FROM faults WHERE kind = 'worker-lost'"));

        cable.Mend();
        var last = run.Number("SELECT max(round) FROM rounds");
        await NodeProcess.Until(
            () => run.Number($"SELECT count(DISTINCT worker) FROM contributions WHERE round > {last}") == 3,
            "contributions of the far workers",
            nodes);
    }

    private async Task AssertLikeQuiet()
    {
        using var summary = JsonDocument.Parse(File.ReadAllText(_folder.Below("run", "summary.json")));
        var run = summary.RootElement;
        Assert.Equal(0, run.GetProperty("samples_lost").GetInt64());
        Assert.Equal(0, run.GetProperty("samples_repeated").GetInt64());
        var steps = run.GetProperty("steps").GetInt64().ToString(CultureInfo.InvariantCulture);
        string[] alone = ["--nodes", "0", "--workers-per-node", "2", "--steps", steps, "--out", _folder.Below("quiet")];
        var quiet = await Ran.Of(["train", .. Run, .. alone, "--json"]);
        Assert.Equal(quiet.Whole().WeightsSha256, run.GetProperty("weights_sha256").GetString());
    }
}
