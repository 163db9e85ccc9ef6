using System.Text.Json;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Nodes;
using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Chaos;

[Collection(NodesCollection.Name)]
public sealed class BenchChaosSpecs
{
    [Fact]
    public async Task Nodes_that_are_struck_at_random_cost_no_sample_and_no_bit()
    {
        using var folder = new TemporaryFolder();
        using var bench = NodeProcess.Start(
            folder.Path,
            new Dictionary<string, string>(),
            ["bench", "chaos", "--events", "6", "--seed", "1", "--set", "network.width=32", "--set", "batch=16", "--json", "--out", "run"]);
        var ran = await bench.Exit(within: TimeSpan.FromMinutes(4));

        var log = Path.Combine(folder.Path, "run", "nodes.log");
        var figures = JsonDocument.Parse(ran.Output.Length > 0 ? ran.Output : "{}").RootElement;
        Assert.True(
            ran.Code == 0, $"exit code {ran.Code}: {ran.Output}{ran.Error}{(File.Exists(log) ? File.ReadAllText(log) : "no nodes.log")}");
        Assert.Equal(6, figures.GetProperty("log").GetArrayLength());
        Assert.Equal(figures.GetProperty("quiet_weights_sha256").GetString(), figures.GetProperty("weights_sha256").GetString());
        Assert.True(figures.GetProperty("steps").GetInt64() > 0);
        Assert.True(File.Exists(Path.Combine(folder.Path, "run", "summary.json")));
    }

    [Fact]
    public async Task More_workers_than_replicas_are_refused()
    {
        var ran = await Ran.Of("bench", "chaos", "--set", "replicas=2", "--workers", "4");

        Assert.Equal(
            "replicas is 2, so that some of 4 workers would never compute: give --workers 2 or --set replicas=4", ran.Refusal());
    }
}
