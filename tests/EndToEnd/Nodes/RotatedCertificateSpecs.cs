using GanCluster.Core.Security;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Network;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Journal;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>Every node of a run gets another certificate while the run goes on.</summary>
[Collection(NodesCollection.Name)]
public sealed class RotatedCertificateSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nodes_are_exchanged_one_by_one_and_the_weights_are_those_of_a_quiet_run()
    {
        await using var run = new NodesRun();
        var old = await Credentials.Make(_folder, "old");
        var next = await Credentials.Make(_folder, "next") with { Secret = old.Secret };
        Directory.CreateDirectory(_folder.Below("trust"));
        var port = FreePort.From("127.0.0.1", 24_000);
        string[] At(Credentials credentials) => [.. credentials.On("127.0.0.1"), "--trust", _folder.Below("trust")];
        NodeProcess Worker(Credentials credentials) => run.Start(["worker", "--join", $"127.0.0.1:{port}", .. At(credentials)]);

        var first = run.CoordinatorAt(port, "1e9", ["--workers", "2", "--safe-every", "3600", .. At(old)]);
        NodeProcess[] olds = [Worker(old), Worker(old)];
        await Round(run, 2, after: 0);

        // Everybody is told of the new one, and nobody is started again for that.
        foreach (var credentials in new[] { old, next })
        {
            var unseen = _folder.Below(Path.GetFileName(credentials.Certificate) + ".part");
            File.Copy(credentials.Certificate, unseen);
            File.Move(unseen, Path.Combine(_folder.Below("trust"), Path.GetFileName(credentials.Certificate)));
        }

        NodeProcess[] nexts = [Worker(next), Worker(next)];
        await Round(run, 4, after: 0);
        foreach (var leaving in olds)
        {
            leaving.Signal(NodeProcess.Terminate);
            Assert.Equal(0, (await leaving.Exit()).Code);
        }

        var before = await Round(run, 2, after: (await run.Committed(1))[^1].Round);
        await run.OpenRound();
        first.Signal(NodeProcess.KillNow);
        await first.Exit();
        var second = run.CoordinatorAt(port, "1e9", ["--resume", .. At(next)]);
        await run.Journal(
            journal => journal.ReadRounds().LastOrDefault(row => row.Term > before.Term && row.Workers == 2), "a round after the coordinator");

        File.Delete(Path.Combine(_folder.Below("trust"), Path.GetFileName(old.Certificate)));
        var late = await run.Start(["worker", "--join", $"127.0.0.1:{port}", "--join-timeout", "3", .. At(old)]).Exit();
        second.Signal(NodeProcess.Terminate);
        var ended = await second.Exit();

        var ran = await run.Same(NodesRun.AfterListening(ended));
        Assert.Equal(0, ran.Json.GetProperty("steps_redone").GetInt64());
        foreach (var node in nexts)
        {
            Assert.Equal(0, (await node.Exit()).Code);
        }

        Assert.Equal(2, late.Code);
        Assert.Contains($"and that it trusts this node's certificate {old.Fingerprint}", late.Error, StringComparison.Ordinal);
        Assert.Contains(
            $"it shows certificate {old.Fingerprint}, and {next.Fingerprint} is wanted; {NodeTrust.Remedy}", ended.Error, StringComparison.Ordinal);
    }

    private static Task<RoundRow> Round(NodesRun run, int workers, long after) => run.Journal(
        journal => journal.ReadRounds().LastOrDefault(row => row.Workers == workers && row.Round > after), $"a round of {workers} workers");
}
