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

    private static string Reason(string line, IEnumerable<string> reasons) =>
        reasons.First(reason => line.Contains(reason, StringComparison.Ordinal));
}
