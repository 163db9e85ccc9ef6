using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Nodes;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A program whose modules do what ends a process (tests/FaultyGan).</summary>
[Collection(NodesCollection.Name)]
public sealed class FaultyGanSpecs : IDisposable
{
    private const string Mismatch = "mat1 and mat2 shapes cannot be multiplied (8x2 and 99x256)";
    private const string Twice = "Trying to backward through the graph a second time "
        + "(or directly access saved tensors after they have already been freed)";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "FaultyGan.dll");
    private static readonly string RunFile = Path.Combine(AppContext.BaseDirectory, "faulty.json");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("matmul-g", 0, "generator MatmulNetwork: its forward ended the process: " + Mismatch)]
    [InlineData("matmul-g", 2, "generator MatmulNetwork: its forward ended the process: " + Mismatch)]
    [InlineData("graph-d", 0, "discriminator GraphNetwork: its gradients ended the process: " + Twice)]
    [InlineData("graph-d", 2, "discriminator GraphNetwork: its gradients ended the process: " + Twice)]
    [InlineData(
        "crash-g",
        0,
        "generator CrashNetwork ended the process that tried it with exit code 139: see what it calls outside of .NET")]
    public async Task What_ends_the_process_at_once_is_refused_before_anything_is_written(string family, int nodes, string line)
    {
        Assert.Equal(line, (await Train(family, nodes)).Refusal());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_forward_that_ends_the_process_in_the_middle_of_a_run_is_told_in_one_line(int nodes)
    {
        var ran = await Train("late-matmul-g", nodes);
        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Equal("generator MatmulNetwork: its forward ended the process: " + Mismatch, TheLine(ran));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task So_is_a_graph_that_is_used_twice(int nodes)
    {
        var ran = await Train("late-graph-d", nodes);
        Assert.Equal((1, ""), (ran.Code, ran.Output));
        var line = TheLine(ran);
        Assert.Contains("discriminator GraphNetwork", line, StringComparison.Ordinal);
        Assert.EndsWith("ended the process: " + Twice, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_module_throws_in_the_middle_of_a_run_names_it()
    {
        var ran = await Train("late-throw-d", nodes: 0);
        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Contains(
            "discriminator ThrowingNetwork: its forward failed: NotSupportedException: no such thing",
            ran.Error.TrimEnd().Split('\n')[^1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_is_a_line_and_the_run_goes_on()
    {
        var ran = await Train("idle-layer-d", nodes: 0, "--steps", "2");
        Assert.Equal(0, ran.Code);
        Assert.Contains(
            "discriminator IdleNetwork makes no use of idle.weight, idle.bias: no training will change it",
            ran.Error.Split('\n'));
    }

    /// <summary>The only one that tells what ended a process.</summary>
    private static string TheLine(Ran ran) =>
        Assert.Single(ran.Error.Split('\n'), line => line.Contains("ended the process", StringComparison.Ordinal));

    private async Task<Ran> Train(string family, int nodes, params string[] more)
    {
        var mark = Guid.NewGuid().ToString("n");
        string[] arguments =
        [
            "train", RunFile, "--set", $"family={family}", "--nodes", $"{nodes}", "--http", "off", "--out", _folder.Below("run"),
            .. more,
        ];
        var start = new ProcessStartInfo(NodeProcess.Host, [Program, .. arguments]) { WorkingDirectory = _folder.Path };
        using var process = NodeProcess.Start(start, new Dictionary<string, string> { [MarkedProcess.Variable] = mark });
        var ran = await process.Exit();
        Assert.Empty(MarkedProcess.All(mark));
        return ran;
    }
}
