using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Network;
using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

[Collection(NodesCollection.Name)]
public sealed class RefusedNodeSpecs
{
    private const string Secret = "GANCLUSTER_SECRET";

    [Fact]
    public async Task A_node_of_another_configuration_or_secret_is_refused_on_both_sides_and_the_run_goes_on()
    {
        await using var run = new NodesRun();
        run.Environment[Secret] = "a secret of 24 characters";
        var coordinator = run.Coordinator("20");
        var join = await run.Address();

        var other = await run.Start("worker", "--join", join, "--run", "ring8", "--seed", "1", "--set", "batch=8").Exit();
        run.Environment[Secret] = "another one of 25 letters";
        var stranger = await run.Start("worker", "--join", join).Exit();
        run.Environment.Remove(Secret);
        var innocent = await run.Start("worker", "--join", join).Exit();
        run.Environment[Secret] = "a secret of 24 characters";
        var welcome = await run.Start("worker", "--join", join).Exit();

        var ended = await coordinator.Exit();
        await run.Same(NodesRun.AfterListening(ended));
        Assert.Equal(0, welcome.Code);
        (Ran Node, string Reason)[] refused =
        [
            (other, "the node works for the configuration"), (stranger, "its secret is not the coordinator's"),
            (innocent, "its secret is not the coordinator's"),
        ];
        foreach (var (node, reason) in refused)
        {
            Assert.Equal(2, node.Code);
            Assert.StartsWith($"{join}: {reason}", Assert.Single(node.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }

        var told = ended.Error.Split('\n').Where(line => line.StartsWith("refused a node at ", StringComparison.Ordinal));
        Assert.Equal(refused.Select(r => r.Reason), told.Select(line => Reason(line, refused.Select(r => r.Reason))));
    }

    [Fact]
    public async Task A_node_without_the_coordinator_s_certificate_is_refused_on_both_sides()
    {
        using var folder = new TemporaryFolder();
        var own = await Credentials.Make(folder, "own");
        await using var run = new NodesRun();
        var coordinator = run.Coordinator("1e9", own.On("127.0.0.1"));
        var join = await run.Address();

        var stranger = await run.Start("worker", "--join", join, "--secret-file", own.Secret, "--join-timeout", "2").Exit();
        coordinator.Signal(NodeProcess.Terminate);
        var ended = await coordinator.Exit();

        Assert.Equal(2, stranger.Code);
        Assert.EndsWith(
            "; check --join, that the coordinator runs, and that it has no --certificate either\n", stranger.Error, StringComparison.Ordinal);
        Assert.Equal(
            "refused a node at 127.0.0.1: it does not speak TLS; give both the same --certificate",
            Assert.Single(ended.Error.Split('\n'), line => line.StartsWith("refused", StringComparison.Ordinal)));
        Assert.DoesNotContain("akka:", ended.Error, StringComparison.Ordinal);
    }

    private static string Reason(string line, IEnumerable<string> reasons) =>
        reasons.First(reason => line.Contains(reason, StringComparison.Ordinal));
}
