using GanCluster.Core.Health;
using GanCluster.Core.Runs;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Journal;
using GanCluster.Node.Training;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Views;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>On a fabricated journal: a check every 100 steps, of two rounds each.</summary>
public sealed class HealthRecordSpecs : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunFacts Facts = new("ring8", new RunConfiguration { Family = "mixture", Data = "ring8" }, 1000);

    private readonly TemporaryFolder _folder = new();
    private readonly GanClusterInstruments _instruments = new();
    private readonly List<string> _notes = [];
    private readonly RunDatabase _journal;

    public HealthRecordSpecs() => _journal = RunDatabase.Open(_folder.Below("run.db"), create: true);

    public void Dispose()
    {
        _journal.Dispose();
        _instruments.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_collapse_is_noted_when_it_changes_the_state_and_kept_at_every_check()
    {
        var record = Record();

        Check(record, 8, 8, 8, 3, 3, 3, 3, 8, 8);

        Assert.Equal(
            [
                "health at step 400: suspect: collapse: modes is 3 after 8",
                "health at step 600: alarm: collapse: modes is 3 after 8, 3 checks running",
                "health at step 900: healthy: cleared at step 900: alarm since step 600",
            ],
            _notes);
        Assert.Equal(Enumerable.Range(1, 9).Select(i => i * 100L), _journal.ReadHealth().Select(h => h.Step));
        Assert.Equal(
            new HealthRow(700, "alarm", "collapse: modes is 3 after 8, 3 checks running", 600), _journal.ReadHealth().ElementAt(6));
    }

    [Fact]
    public void A_resumed_run_s_health_is_what_it_is_without_the_break()
    {
        Check(Record(), 8, 8, 8, 3, 3);
        var resumed = Record();
        Assert.Equal(HealthCondition.Suspect, resumed.Verdict.Condition);
        _notes.Clear();

        CheckFrom(resumed, 6, 3);

        Assert.Equal(["health at step 600: alarm: collapse: modes is 3 after 8, 3 checks running"], _notes);
    }

    [Fact]
    public void A_step_that_is_measured_again_counts_once()
    {
        var record = Record();
        Check(record, 8, 8, 8, 3, 3);

        CheckFrom(record, 4, 3, 3);

        Assert.Equal(HealthCondition.Suspect, record.Verdict.Condition);
        Assert.Equal(5, _journal.ReadHealth().Count());
    }

    [Fact]
    public void A_loss_that_is_no_number_in_one_of_the_rounds_since_the_last_check_is_an_alarm()
    {
        var record = Record();
        Check(record, 8, 8);

        AppendRounds(3, lossG: double.NaN);
        Measure(record, 3, 8);

        Assert.Equal("not finite: loss_g", record.Verdict.Reason);
    }

    [Fact]
    public void Losses_are_means_over_the_steps_since_the_last_check()
    {
        AppendRounds(1, lossG: 1);
        AppendRounds(2, lossG: 3);
        _journal.AppendMeasure(new MeasureRow(100, "modes", 8, 1));
        _journal.AppendMeasure(new MeasureRow(200, "modes", 8, 1));

        var checks = RecordedChecks.Read(_journal, after: 0, upTo: 200).ToList();

        // 90 steps of the value and 10 of 0.
        Assert.Equal([0.9, 2.7], checks.Select(check => check.Values["loss_g"]));
        Assert.Equal([0.9, 2.7], RecordedChecks.Read(_journal, 0, 100).Concat(RecordedChecks.Read(_journal, 100, 200))
            .Select(check => check.Values["loss_g"]));
    }

    private HealthRecord Record()
    {
        var record = new HealthRecord(Facts.Configuration, _instruments, new RunView(Facts, TimeProvider.System), _notes.Add);
        record.Begin(_journal);
        return record;
    }

    private void Check(HealthRecord record, params double[] modes) => CheckFrom(record, 1, modes);

    private void CheckFrom(HealthRecord record, int first, params double[] modes)
    {
        foreach (var (i, value) in modes.Index())
        {
            AppendRounds(first + i, lossG: 1);
            Measure(record, first + i, value);
        }
    }

    private void Measure(HealthRecord record, int check, double modes)
    {
        _journal.AppendMeasure(new MeasureRow(check * 100, "modes", modes, 1));
        record.OnChecked(_journal, check * 100);
    }

    private void AppendRounds(int check, double lossG)
    {
        var first = (check - 1) * 100;
        _journal.AppendRound(Round(check * 2, first, 90, lossG), []);
        _journal.AppendRound(Round((check * 2) + 1, first + 90, 10, 0), []);
    }

    private static RoundRow Round(long round, long first, long steps, double lossG) =>
        new(round, 1, 1, round, first, steps, 640, 2, 1, 0.5, lossG, 0.5, 0.5, "00", Noon);
}
