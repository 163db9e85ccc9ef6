using System.Globalization;
using System.Text.Json;
using GanCluster.Core;
using GanCluster.Core.Ledger;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Commands;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Training.Parts;
using Microsoft.Data.Sqlite;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>On fabricated folders; this test's own process stands for the coordinator.</summary>
public sealed class StatusSpecs : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_running_run_tells_its_last_round()
    {
        Journal(rounds: 12);
        LiveRun.Write(_folder.Path, "127.0.0.1:4053", "127.0.0.1:5000", 3, Noon);

        var status = Status();

        Assert.Equal("running", status.GetProperty("state").GetString());
        Assert.Equal("ring8", status.GetProperty("run").GetString());
        Assert.Equal((120, 500), (Number(status, "step"), Number(status, "target_step")));
        Assert.Equal((12, 3), (Number(status, "version"), Number(status, "workers_expected")));
        Assert.Equal(["w1", "w2"], status.GetProperty("workers").EnumerateArray().Select(w => w.GetString()));
        Assert.Equal(1, Number(status, "faults"));
        Assert.Equal(0.25, status.GetProperty("discriminator_loss").GetDouble());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("generator_loss").ValueKind);
        Assert.Equal(Environment.ProcessId, Number(status, "pid"));
        Assert.Equal("127.0.0.1:4053", status.GetProperty("address").GetString());
    }

    [Fact]
    public async Task A_run_that_is_watched_is_told_at_once_and_again_when_it_runs_no_more()
    {
        Journal(rounds: 12);
        LiveRun.Write(_folder.Path, "127.0.0.1:4053", "127.0.0.1:5000", 3, Noon);
        var output = new StringWriter { NewLine = "\n" };
        var watching = new StatusCommand(Invocation.Context(output)).Run(new StatusOptions(_folder.Path, Json: false, Watch: true), default);
        Assert.False(watching.IsCompleted);
        Assert.StartsWith("ring8: step 120 of 500, 2 workers", output.ToString(), StringComparison.Ordinal);

        LiveRun.Remove(_folder.Path);
        Assert.Equal(0, await watching.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Contains("\nring8: interrupted, step 120 of 500, version 12\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rate_is_that_of_the_last_ten_rounds()
    {
        // 640 images a round: the first two took 100 s each, the others 2 s.
        Journal(rounds: 12);
        Assert.Equal(320, Status().GetProperty("images_per_s").GetDouble());
    }

    [Theory]
    [InlineData(30, "0", "finished")]
    [InlineData(30, "1", "interrupted")]
    [InlineData(20, "0", "interrupted")]
    [InlineData(null, "0", "interrupted")]
    public void A_run_that_is_over_was_finished_or_interrupted(int? summaryStep, string stopped, string state)
    {
        Journal(rounds: 3, stopped);
        if (summaryStep is { } step)
        {
            _folder.Write("summary.json", $$"""{ "steps": {{step}} }""");
        }

        Assert.Equal(state, Status().GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, Status().GetProperty("pid").ValueKind);
    }

    [Fact]
    public void A_stop_that_came_at_the_last_step_changes_nothing()
    {
        Journal(rounds: 50, stopped: "1");
        _folder.Write("summary.json", """{ "steps": 500 }""");
        Assert.Equal("finished", Status().GetProperty("state").GetString());
    }

    [Fact]
    public void Before_the_first_commit_there_is_little_to_tell()
    {
        Journal(rounds: 0);
        LiveRun.Write(_folder.Path, null, null, 1, Noon);
        Assert.Equal(0, Number(Status(), "step"));
        Assert.Contains("ring8: running, step 0 of 500, version 0\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_reads_the_same()
    {
        Journal(rounds: 12);
        LiveRun.Write(_folder.Path, "127.0.0.1:4053", null, 3, Noon);

        var lines = Text().Split('\n');

        Assert.Equal("ring8: running, step 120 of 500, version 12", lines[0]);
        Assert.Contains($"process  {Environment.ProcessId}, listening 127.0.0.1:4053", lines);
        Assert.Contains("workers  w1, w2", lines);
        Assert.Contains("rate     320.0 images/s", lines);
        Assert.Contains("faults   1", lines);
    }

    [Fact]
    public void It_tells_the_health_after_the_last_check()
    {
        Journal(rounds: 12);
        Assert.Equal(JsonValueKind.Null, Status().GetProperty("health").ValueKind);
        Assert.DoesNotContain("health", Text(), StringComparison.Ordinal);

        using (var journal = RunDatabase.Open(_folder.Below("run.db"), create: false))
        {
            journal.AppendHealth(new HealthRow(100, "suspect", "collapse: modes is 3 after 8", 100));
            journal.AppendHealth(new HealthRow(120, "suspect", "collapse: modes is 3 after 8", 100));
        }

        Assert.Equal(
            """{"state":"suspect","reason":"collapse: modes is 3 after 8","step":100}""", Status().GetProperty("health").GetRawText());
        Assert.Contains("health   suspect: collapse: modes is 3 after 8", Text().Split('\n'));
    }

    [Fact]
    public void A_run_of_a_GanCluster_that_noted_no_health_has_none()
    {
        Journal(rounds: 12);
        using (var connection = new SqliteConnection($"Data Source={_folder.Below("run.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE health";
            command.ExecuteNonQuery();
        }

        Assert.Equal(JsonValueKind.Null, Status().GetProperty("health").ValueKind);
        Journal(rounds: 12);
        using var resumed = RunDatabase.Open(_folder.Below("run.db"), create: false);
        resumed.AppendHealth(new HealthRow(120, "healthy", "no sign of trouble", 120));
        Assert.Single(resumed.ReadHealth());
    }

    [Fact]
    public void A_file_left_by_a_process_that_is_gone_or_another_counts_as_nothing()
    {
        LiveRun.Write(_folder.Path, null, null, 1, Noon);
        var live = LiveRun.Read(_folder.Path)!;
        var file = _folder.Below("coordinator.json");
        var text = File.ReadAllText(file);
        foreach (var (now, then) in new[]
        {
            ($"\"pid\":{live.Pid}", "\"pid\":4194305"), ($"\"start_ticks\":{live.StartTicks}", "\"start_ticks\":1"),
        })
        {
            Assert.Contains(now, text, StringComparison.Ordinal);
            File.WriteAllText(file, text.Replace(now, then, StringComparison.Ordinal));
            Assert.Null(LiveRun.Read(_folder.Path));
        }

        _folder.Write("coordinator.json", text[..20]);
        Assert.Null(LiveRun.Read(_folder.Path));
        LiveRun.Remove(_folder.Path);
        Assert.False(File.Exists(file));
        Assert.Null(LiveRun.Read(_folder.Path));
    }

    [Fact]
    public void A_folder_without_a_run_is_refused()
    {
        Assert.Contains(
            "is not there: give the folder of a run",
            Assert.Throws<UserInputException>(() => RunStatus.Of(_folder.Below("none"), RunParts.BuiltIn)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "run.db' is not there: give the folder of a run",
            Assert.Throws<UserInputException>(() => RunStatus.Of(_folder.Path, RunParts.BuiltIn)).Message,
            StringComparison.Ordinal);
    }

    private static long Number(JsonElement status, string name) => status.GetProperty(name).GetInt64();

    private JsonElement Status()
    {
        var (_, output) = Invocation.Of(context => new StatusCommand(context), new StatusOptions(_folder.Path, Json: true));
        return JsonDocument.Parse(Assert.Single(output.TrimEnd().Split('\n'))).RootElement;
    }

    private string Text() =>
        Invocation.Of(context => new StatusCommand(context), new StatusOptions(_folder.Path, Json: false)).Output;

    /// <summary>Rounds of ten steps and 640 images; the last one's G loss is no number.</summary>
    private void Journal(int rounds, string stopped = "0")
    {
        using var journal = RunDatabase.Open(_folder.Below("run.db"), create: true);
        journal.SetRunValue("name", "ring8");
        journal.SetRunValue(RunMarks.TargetStep, "500");
        journal.SetRunValue(RunMarks.Stopped, stopped);
        journal.AppendFault(new FaultRow(Noon, 1, 1, "w3", FaultKinds.WorkerLost, "gone"));
        for (var n = 1; n <= rounds; n++)
        {
            journal.AppendRound(
                new RoundRow(n, 1, 1, n, (n - 1) * 10, 10, 640, 2, n <= 2 ? 100 : 2, 0.25, double.NaN, 0.5, 0.5, "00", Noon),
                [Contribution(n, 0, "w2"), Contribution(n, 1, n == rounds ? "w1" : "w3")]);
        }
    }

    private static Contribution Contribution(long round, int replica, string worker) =>
        new(round, replica, 1, worker, 0, 320, 0, string.Create(CultureInfo.InvariantCulture, $"0+{320}"));
}
