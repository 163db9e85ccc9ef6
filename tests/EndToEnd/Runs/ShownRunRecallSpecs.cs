using GanCluster.Core.Runs;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Training;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;
using GanCluster.Training.Parts;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>On fabricated journals.</summary>
public sealed class ShownRunRecallSpecs : IDisposable
{
    private static readonly RunConfiguration Configuration = new() { Family = "mixture", Data = "ring8" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_resumed_run_s_page_begins_with_what_its_journal_has()
    {
        using var journal = Journal("own", rounds: 4);
        var view = ShownRun.View(new RunFacts("ring8", Configuration, 1000), TimeProvider.System);

        ShownRun.Recall(journal, view);

        var html = new RunPage(view, SampleAlbum.None).Html();
        Assert.Contains("Losses from step 10 to 40", html, StringComparison.Ordinal);
        Assert.Contains("worker-2 was lost: gone", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_beside_it_are_listed_and_read()
    {
        Journal("own", rounds: 1).Dispose();
        Journal("other", rounds: 3).Dispose();
        Directory.CreateDirectory(_folder.Below("no-run"));

        var past = Past();

        Assert.Equal(["other"], past.Names);
        Assert.Contains("Losses from step 10 to 30", Html(past.Open("other")!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_goes_on_is_read_up_to_now()
    {
        Journal("own", rounds: 1).Dispose();
        using var other = Journal("other", rounds: 2);

        Assert.Contains("Losses from step 10 to 20", Html(Past().Open("other")!), StringComparison.Ordinal);
        Append(other, 3);
        Assert.Contains("Losses from step 10 to 30", Html(Past().Open("other")!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own")]
    [InlineData("damaged")]
    [InlineData("../own")]
    [InlineData("..")]
    [InlineData("")]
    public void What_is_no_other_run_is_not_opened(string name)
    {
        Journal("own", rounds: 1).Dispose();
        Directory.CreateDirectory(_folder.Below("damaged"));
        File.WriteAllText(RunFiles.Database(_folder.Below("damaged")), "no database");

        Assert.Null(Past().Open(name));
    }

    private PastRuns Past() => new(_folder.Below("own"), RunParts.BuiltIn, TimeProvider.System);

    private RunDatabase Journal(string name, int rounds)
    {
        Directory.CreateDirectory(_folder.Below(name));
        var journal = RunDatabase.Open(RunFiles.Database(_folder.Below(name)), create: true);
        journal.SetRunValue(RunDatabase.ConfigurationKey, RunIdentity.CanonicalJson(Configuration));
        journal.AppendFault(new FaultRow(DateTimeOffset.UnixEpoch, 1, 1, "worker-2", FaultKinds.WorkerLost, "gone"));
        for (var round = 1; round <= rounds; round++)
        {
            Append(journal, round);
        }

        return journal;
    }

    private static void Append(RunDatabase journal, int round) => journal.AppendRound(
        new RoundRow(round, 1, 1, round, (round - 1) * 10, 10, 640, 2, 1, 0.5, round, 0.5, 0.5, "00", DateTimeOffset.UnixEpoch), []);

    private static string Html(RunView view) => new RunPage(view, SampleAlbum.None).Html();
}
