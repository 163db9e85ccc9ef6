using GanCluster.Core.Security;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>Only who has the run's secret and its certificate takes part in what other machines can reach.</summary>
[Collection(RunCollection.Name)]
public sealed class StrangerSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("secret", "there is no secret; give --secret-file or GANCLUSTER_SECRET")]
    [InlineData("certificate", "there is no certificate; give --certificate")]
    public async Task A_node_that_others_can_reach_is_refused_without(string missing, string told)
    {
        var (secret, certificate) = await Credentials.Make(_folder, "nodes");
        string[] credentials = missing == "secret" ? ["--certificate", certificate] : ["--secret-file", secret];
        string[][] commands = [["coordinator", "ring8"], ["worker", "--join", "10.77.0.1:4053"]];
        foreach (var command in commands)
        {
            var refused = await Ran.Of([.. command, "--host", "10.77.0.1", .. credentials]);
            Assert.StartsWith("10.77.0.1 can be reached from other machines", refused.Refusal(), StringComparison.Ordinal);
            Assert.Contains(told, refused.Error, StringComparison.Ordinal);
        }
    }

    [MachinesFact]
    public async Task A_worker_with_another_certificate_or_secret_never_gets_in_and_says_why()
    {
        using var cable = new Cable();
        var own = await Credentials.Make(_folder, "nodes");
        var others = await Credentials.Make(_folder, "others");
        using var coordinator = cable.Near.Start(
            _folder.Path, ["coordinator", "ring8", "--workers", "2", "--out", "run", .. own.On(cable.Near)]);
        var run = new RunRecord(_folder.Below("run"));
        await NodeProcess.Until(() => run.Begun, "the coordinator");
        using var uncertified = Worker(cable, own with { Certificate = others.Certificate }, "--join-timeout", "8");
        using var unknowing = Worker(cable, own with { Secret = others.Secret });

        Assert.Equal(
            $"{cable.Near.Address}:4053: {cable.Near.Address} is not trusted: it shows certificate {own.Fingerprint}, and "
                + $"{others.Fingerprint} is wanted; {NodeTrust.Remedy}\n",
            await Refusal(uncertified));
        Assert.Equal(
            $"{cable.Near.Address}:4053: its secret is not the coordinator's: "
                + "give both the same --secret-file or GANCLUSTER_SECRET\n",
            await Refusal(unknowing));

        Assert.Equal(0, run.Number("SELECT count(*) FROM attempts"));
        coordinator.Signal(NodeProcess.Terminate);
        var ended = await coordinator.Exit();
        Assert.Equal(0, ended.Code);
        Assert.Contains(
            $"refused a node at {cable.Far.Address}: it shows certificate {others.Fingerprint}, and {own.Fingerprint} is wanted; "
                + NodeTrust.Remedy,
            ended.Error,
            StringComparison.Ordinal);
        Assert.DoesNotContain("joined", ended.Error, StringComparison.Ordinal);
        cable.AssertNobodyThere();
    }

    private NodeProcess Worker(Cable cable, Credentials credentials, params string[] options) => cable.Far.Start(
        _folder.Path, ["worker", "--join", $"{cable.Near.Address}:4053", .. options, .. credentials.On(cable.Far)]);

    private static async Task<string> Refusal(NodeProcess worker)
    {
        var ran = await worker.Exit();
        Assert.Equal(2, ran.Code);
        return ran.Error;
    }
}
