using System.Globalization;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>What several coordinators can't begin with.</summary>
[Collection(NodesCollection.Name)]
public sealed class PeerInputSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("coordinator ring8 --peers 127.0.0.1:4053,127.0.0.1:4054", "--peers has 2 coordinators, of which a half decides nothing")]
    [InlineData("coordinator ring8 --peers a:1,b:1,c:1", "this coordinator is 127.0.0.1:4053, which is not in --peers a:1,b:1,c:1")]
    [InlineData("coordinator ring8 --peers a:1,b", "--peers is 'a:1,b'; it takes HOST:PORT, several with commas between")]
    [InlineData("coordinator ring8 --peers 127.0.0.1:4053,b:1,c:1", "--peers takes a secret, by which a later coordinator finds the workers")]
    [InlineData("coordinator ring8 --from x --peers 127.0.0.1:4053,b:1,c:1", "--from and --peers exclude each other")]
    [InlineData("train ring8 --coordinators 2", "--coordinators has 2 coordinators, of which a half decides nothing")]
    [InlineData("train ring8 --coordinators 3 --nodes 0", "--coordinators 3 needs worker nodes: give --nodes, or leave it out for")]
    [InlineData("train ring8 --coordinators 3 --from x", "--from and --coordinators exclude each other")]
    public async Task Is_refused_in_one_line_before_anything_is_written(string command, string part)
    {
        var line = (await NodeProcess.Run(_folder.Path, [.. command.Split(' '), "--steps", "1", "--out", _folder.Below("out")])).Refusal();

        Assert.Contains(part, line, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_coordinator_with_another_list_than_the_others_is_refused_by_them()
    {
        await using var run = new NodesRun { Patience = TimeSpan.FromSeconds(150) };
        run.Environment[ClusterSecret.Variable] = new string('s', 32);
        var ports = FreePort.Several("127.0.0.1", 4);
        var (first, second) = (List(ports[0], ports[1], ports[2]), List(ports[0], ports[1], ports[3]));
        run.CoordinatorIn(run.Folder, ports[0], "1", "--peers", first);

        var odd = await run.CoordinatorIn(run.Folder + "-odd", ports[1], "1", "--peers", second).Exit();

        Assert.Equal(2, odd.Code);
        Assert.Contains(
            $"127.0.0.1:{ports[0]} refuses this node: its --peers are {second}, this node's are {first}: give all coordinators the same list\n",
            odd.Error,
            StringComparison.Ordinal);
    }

    private static string List(params int[] ports) =>
        string.Join(",", ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
}
