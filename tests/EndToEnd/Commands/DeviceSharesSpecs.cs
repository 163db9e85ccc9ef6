using GanCluster.Core;
using GanCluster.Node.Devices;

namespace GanCluster.EndToEnd.Tests.Commands;

public class DeviceSharesSpecs
{
    private static readonly string[] Three = ["NVIDIA H200", "NVIDIA H200", "NVIDIA H200"];

    [Theory]
    [InlineData("cpu:3", null, "cpu:3 | cpu:3")]
    [InlineData("cpu:3", 3, "cpu:3 | cpu:3 | cpu:3")]
    [InlineData("cpu", 0, "cpu:1")]
    [InlineData("cuda:0,cuda:1,cuda:2", null, "cuda:0,cuda:2 | cuda:1")]
    [InlineData("cuda:2,cuda:0", 0, "cuda:2,cuda:0")]
    [InlineData("cuda:2", null, "cuda:2")]
    [InlineData("auto", 3, "cuda:0 | cuda:1 | cuda:2")]
    public void Processors_are_each_nodes_and_GPUs_are_dealt_out_in_turn(string devices, int? nodes, string shares) =>
        Assert.Equal(shares, Text(DeviceShares.Of(DeviceChoice.Parse(devices)!, Three, processors: 8, nodes)));

    [Theory]
    [InlineData(8, null, "cpu:4 | cpu:4", "--devices auto: no GPU, so cpu:4 on each of 2 nodes: a worker takes one of 8 processors")]
    [InlineData(8, 0, "cpu:8", "--devices auto: no GPU, so cpu:8 in this process: a worker takes one of 8 processors")]
    [InlineData(1, 2, "cpu:1 | cpu:1", "--devices auto: no GPU, so cpu:1 on each of 2 nodes: a worker takes one of 1 processors")]
    public void Without_a_GPU_auto_is_as_many_as_there_are_processors_and_says_so(
        int processors, int? nodes, string shares, string note)
    {
        var chosen = DeviceShares.Of(DeviceChoice.Parse("auto")!, [], processors, nodes);
        Assert.Equal((shares, note, "cpu"), (Text(chosen), chosen.Note, chosen.Kind));
    }

    [Fact]
    public void Auto_takes_the_GPUs_of_the_first_ones_kind()
    {
        var chosen = DeviceShares.Of(DeviceChoice.Parse("auto")!, ["A", "B", "A"], processors: 8, nodes: 0);
        Assert.Equal(("cuda:0,cuda:2", "--devices auto: cuda:0,cuda:2, a worker on each A", "A"), (Text(chosen), chosen.Note, chosen.Kind));
    }

    [Theory]
    [InlineData("cuda:0", 2, "--devices has 1 GPU for 2 nodes, and a GPU has one worker: give --nodes 1, or 0")]
    [InlineData("cuda:3", 0, "--devices names cuda:3, and this machine has cuda:0 to cuda:2: give what './gancluster doctor' lists")]
    public void What_there_is_too_little_of_is_told(string devices, int nodes, string line) => Assert.Equal(
        line,
        Assert.Throws<UserInputException>(() => DeviceShares.Of(DeviceChoice.Parse(devices)!, Three, 8, nodes)).Message);

    [Theory]
    [InlineData("gpu:0")]
    [InlineData("cpu:0")]
    [InlineData("cuda")]
    [InlineData("cuda:0,cuda:0")]
    [InlineData("cpu:200,cpu:200")]
    [InlineData("auto,cpu")]
    public void Other_lists_are_none(string text) => Assert.Null(DeviceChoice.Parse(text));

    private static string Text(DeviceShares shares) => string.Join(" | ", shares.Nodes.Select(DeviceChoice.Text));
}
