using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Nodes;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Http;

[Collection(NodesCollection.Name)]
public sealed class ShownRunSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();

    private string Out => _folder.Below("out");

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_node_of_a_run_is_in_targets_json_and_shows_its_own_while_the_run_goes_on()
    {
        await using var run = new NodesRun("evaluateEvery=640");
        var train = run.Train(2, more: "--http=0");
        await NodeProcess.Until(() => Targets(run.Folder).Count == 3, "two workers in targets.json");

        var targets = Targets(run.Folder);
        Assert.Equal(["coordinator", "worker", "worker"], targets.Select(t => t.Labels["role"]).Order());
        Assert.All(targets, t => Assert.Equal("ring8", t.Labels["run"]));
        Assert.Equal(
            ["worker-1", "worker-2"],
            targets.Where(t => t.Labels["role"] == "worker").Select(t => t.Labels["node"]).Order());
        Assert.Equal(
            await File.ReadAllTextAsync(run.Folder + ".targets.json"), await File.ReadAllTextAsync(run.Folder + "/targets.json"));
        foreach (var target in targets)
        {
            Assert.Equal("ok", await _client.GetStringAsync(new Uri($"http://{target.Address}/healthz")));
            Assert.Equal("ok", await _client.GetStringAsync(new Uri($"http://{target.Address}/readyz")));
            var metrics = await _client.GetStringAsync(new Uri($"http://{target.Address}/metrics"));
            Assert.Contains("gancluster_build_info{", metrics, StringComparison.Ordinal);
            var own = target.Labels["role"] == "coordinator" ? "gancluster_steps_total" : "gancluster_worker_images_total";
            Assert.Contains(own, metrics, StringComparison.Ordinal);
        }

        var coordinator = targets.Single(t => t.Labels["role"] == "coordinator").Address;
        var page = await _client.GetStringAsync(new Uri($"http://{coordinator}/"));
        Assert.Contains("<h1>ring8", page, StringComparison.Ordinal);
        var shown = JsonDocument.Parse(await _client.GetStringAsync(new Uri($"http://{coordinator}/api/run"))).RootElement;
        Assert.Equal(
            [("worker-1", "127.0.0.1", "cpu"), ("worker-2", "127.0.0.1", "cpu")],
            shown.GetProperty("state").GetProperty("workers").EnumerateArray().Select(worker => (
                worker.GetProperty("name").GetString(), worker.GetProperty("machine").GetString(), worker.GetProperty("device").GetString())));
        await NodeProcess.Until(() => RunFiles.Grids(run.Folder).Count > 0, "samples of a check");
        var series = await _client.GetStringAsync(new Uri($"http://{coordinator}/api/series"));
        Assert.Contains("\"modes\":{\"after\":", series, StringComparison.Ordinal);
        train.Signal(NodeProcess.Terminate);
        Assert.Equal(0, (await train.Exit()).Code);
        Assert.False(File.Exists(run.Folder + "/targets.json"));
        Assert.False(File.Exists(run.Folder + ".targets.json"));
    }

    [Fact]
    public async Task A_run_in_one_process_is_its_own_node()
    {
        await using var run = new NodesRun();
        var train = run.Train(0, more: ["--workers-per-node=2", "--http=0"]);
        await run.Committed(3);

        var (address, labels) = Assert.Single(Targets(run.Folder));
        Assert.Equal("coordinator", labels["role"]);
        Assert.Equal("ok", await _client.GetStringAsync(new Uri($"http://{address}/readyz")));
        var metrics = await _client.GetStringAsync(new Uri($"http://{address}/metrics"));
        Assert.Matches("gancluster_worker_images_total{.*worker=\"worker-2\"", metrics);
        train.Signal(NodeProcess.Terminate);
        var ended = await train.Exit();

        Assert.Equal(0, ended.Code);
        Assert.DoesNotContain("akka", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("lost", ended.Error, StringComparison.Ordinal);
        await run.Same(ended);
    }

    [Fact]
    public async Task A_port_given_and_busy_is_refused_before_anything_is_written()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        string[] train = ["train", "ring8", "--steps", "1", "--out", Out, "--http", $"{port}"];
        Assert.Contains(
            "is in use: give another --http",
            (await NodeProcess.Run(_folder.Path, train)).Refusal(),
            StringComparison.Ordinal);
        Assert.Contains(
            "is in use: give another --http",
            (await NodeProcess.Run(_folder.Path, [.. train, "--nodes", "0"])).Refusal(),
            StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task With_http_off_nothing_is_served()
    {
        await using var run = new NodesRun();

        var ran = await run.Train(2, "4", "--http=off", "--json").Exit();

        Assert.Equal(0, ran.Code);
        Assert.DoesNotContain("http://", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_metrics_takes_less_than_a_hundredth_of_a_step()
    {
        var ran = await NodeProcess.Run(
            _folder.Path, "bench", "train", "--run", "ring8", "--nodes", "0", "--set", "replicas=2", "--workers-per-node", "2",
            "--steps", "20", "--http", "0", "--json");

        Assert.True(ran.Json.GetProperty("recordings_per_step").GetDouble() > 4, ran.Output);
        Assert.InRange(ran.Json.GetProperty("recording_share").GetDouble(), 1e-9, 0.01);
    }

    private static List<(string Address, Dictionary<string, string> Labels)> Targets(string folder)
    {
        var file = Path.Combine(folder, "targets.json");
        return !File.Exists(file)
            ? []
            :
            [
                .. JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray().Select(target => (
                    target.GetProperty("targets")[0].GetString()!,
                    target.GetProperty("labels").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString()!))),
            ];
    }
}
