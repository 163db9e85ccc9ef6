using System.Diagnostics;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.FaultyGan;
using GanCluster.Node;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;
using GanCluster.Training.Checkpoints;
using Microsoft.Data.Sqlite;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A run that collapses at step 50 (tests/FaultyGan), with a check every 8 steps: suspect at 56, an alarm at 72, which acts
/// at 80. In this process, but for those that are slow, killed or over nodes.</summary>
[Collection(RunCollection.Name)]
public sealed class ActingSpecs(ActingSpecs.QuietRun quiet) : IClassFixture<ActingSpecs.QuietRun>, IDisposable
{
    private const string SlowSteps = "FAULTY_STEP_MS";
    private const string SlowChecks = "FAULTY_REST_MS";
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "FaultyGan.dll");
    private static readonly string RunFile = Path.Combine(AppContext.BaseDirectory, "collapsing.json");
    private static readonly GanClusterApp App = FaultyApp.Make();

    /// <summary>For them to begin at once, perhaps on two cores, and for a run.</summary>
    private static readonly TimeSpan SixProcesses = TimeSpan.FromSeconds(150);

    private static readonly string[] Several = ["--coordinators", "3", "--nodes", "2"];
    private static readonly string[] NothingToGain =
        ["--set", "health.onAlarm=note", "--set", "health.stop=3", "--set", "optimizer.g=1e-6"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_rolls_back_at_the_same_step_to_the_same_weights_whoever_computes_and_however_slowly()
    {
        var one = quiet.Ran;
        var (from, to) = Assert.Single(RollBacks(one));
        Assert.Equal((80, 48), (from, to));
        Assert.Equal((120, 32), (Number(one, "steps"), Number(one, "steps_rolled_back")));
        Assert.Equal("healthy", one.Json.GetProperty("health").GetProperty("state").GetString());

        foreach (var (name, slow, options) in ((string, (string, string)[], string[])[])
        [
            ("three", [], ["--workers-per-node", "3"]),
            ("slow-steps", [(SlowSteps, "10")], ["--workers-per-node", "2"]),
            ("slow-checks", [(SlowChecks, "2")], ["--workers-per-node", "2"]),
            ("nodes", [], ["--nodes", "2"]),
        ])
        {
            var other = (await Train(name, slow, options)).Whole();

            Assert.Equal((name, one.WeightsSha256), (name, other.WeightsSha256));
            Assert.Equal(RollBacks(one), RollBacks(other));
        }

        Assert.NotEqual(one.WeightsSha256, (await Train("same-noise", [], "--set", "health.noise=same")).Whole().WeightsSha256);
        var replayed = await Ran.Of(App.Parts, "replay", quiet.Folder);
        Assert.EndsWith("steps 104 to 120: all hashes as recorded\n", replayed.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, "--nodes", "0")]
    [InlineData(76, "--nodes", "0")]
    [InlineData(-1, "--nodes", "0")]
    [InlineData(-1, "--nodes", "2")]
    public async Task Killed_before_or_after_the_roll_back_it_goes_on_to_the_same_weights(int step, params string[] where)
    {
        using (var process = Start("killed", [(SlowSteps, "5")], where))
        {
            await NodeProcess.Until(
                () => step < 0 ? Journal("killed", j => j.ReadRollbacks().Any() && j.ReadRounds().Last().FirstStep < 80)
                    : Journal("killed", j => j.ReadRounds().Any(r => r.FirstStep + r.Steps >= step)),
                step < 0 ? "a round after the roll-back" : $"step {step}");
            process.Kill();
            Assert.Equal(137, (await process.Exit()).Code);
        }

        var resumed = (await Train("killed", [], "--resume", "--workers-per-node", "1")).Whole();

        Assert.Equal(quiet.Ran.WeightsSha256, resumed.WeightsSha256);
        Assert.Equal(RollBacks(quiet.Ran), RollBacks(resumed));
    }

    [Fact]
    public async Task In_parameters_it_acts_at_an_averaging_for_any_number_of_workers()
    {
        string[] parameters = ["--set", "sync=parameters", "--set", "syncEvery=5"];
        var one = (await Train("one", [], ["--workers-per-node", "1", .. parameters])).Whole();
        var three = (await Train("three", [], ["--workers-per-node", "3", .. parameters])).Whole();

        Assert.Equal(one.WeightsSha256, three.WeightsSha256);
        Assert.All(RollBacks(one), back => Assert.Equal((0, 0), (back.From % 5, back.To % 5)));
        Assert.Equal(RollBacks(one), RollBacks(three));
        Assert.NotEmpty(RollBacks(one));
    }

    /// <summary>Once a round reaches the step: before the check of step 72 decides, or between that and its act. Without one: once its
    /// journal has the roll-back, mostly before a round is committed behind it.</summary>
    [Theory]
    [InlineData(73, "2")]
    [InlineData(76, "0")]
    [InlineData(-1, "0")]
    public async Task Whoever_coordinates_is_killed_around_the_roll_back_and_another_goes_on_to_the_same_weights(int step, string checks)
    {
        var name = "several";
        using var process = Start(name, [(SlowSteps, "20"), (SlowChecks, checks)], Several);
        await KillActing(name, step, process);

        var ended = (await process.Exit(SixProcesses)).Whole();

        Assert.Equal(quiet.Ran.WeightsSha256, ended.WeightsSha256);
        Assert.Equal(RollBacks(quiet.Ran), RollBacks(ended));
        Assert.Equal(Measures(quiet.Folder), Measures(_folder.Below(name)));
    }

    [Fact]
    public async Task After_the_last_roll_back_an_alarm_ends_the_run_and_the_healthy_checkpoint_is_still_there()
    {
        var ran = await Train("run", [], "--set", "health.rate=1", "--set", "health.rollbacks=2", "--steps", "300");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        var healthy = Path.Combine(_folder.Below("run"), "checkpoints", "step-00000048");
        Assert.Equal(
            "failed: collapse: modes is 1 after 8, 3 checks running (step 72), after 2 roll-backs, the most that health.rollbacks "
                + $"allows; the last healthy checkpoint is step 48 ({healthy})",
            ran.Error.TrimEnd().Split('\n')[^1]);
        Assert.NotNull(new CheckpointStore(Path.Combine(_folder.Below("run"), "checkpoints")).At(48));
    }

    [Fact]
    public async Task Stop_ends_it_with_a_checkpoint_and_an_error()
    {
        var ran = await Train("run", [], "--set", "health.onAlarm=stop");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.StartsWith(
            "failed: collapse: modes is 1 after 8, 3 checks running (step 72); ", ran.Error.TrimEnd().Split('\n')[^1],
            StringComparison.Ordinal);
        Assert.NotNull(new CheckpointStore(Path.Combine(_folder.Below("run"), "checkpoints")).At(80));
    }

    /// <summary>The alarm of step 72 is a row of the journals like a roll-back, and acts at step 80; between the two whoever
    /// coordinates may be killed.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_ends_a_run_of_several_coordinators_at_the_same_step_whoever_coordinates(bool isKilled)
    {
        string[] stop = ["--set", "health.onAlarm=stop"];
        await Train("one", [], stop);
        using var process = Start("several", [(SlowSteps, "20")], [.. Several, .. stop]);
        if (isKilled)
        {
            await KillActing("several", 76, process);
        }

        var ended = await process.Exit(SixProcesses);

        Assert.Equal((1, ""), (ended.Code, ended.Output));
        Assert.Contains(
            "failed: collapse: modes is 1 after 8, 3 checks running (step 72); ", ended.Error, StringComparison.Ordinal);
        Assert.Equal(WeightsAt("one", 80), WeightsAt("several", 80));
        Assert.Equal(Measures(_folder.Below("one")), Measures(_folder.Below("several")));
    }

    [Fact]
    public async Task Several_coordinators_end_a_run_with_nothing_more_to_gain_at_the_same_step()
    {
        var one = (await Train("one", [], NothingToGain)).Whole();
        using var process = Start("several", [(SlowSteps, "20")], [.. Several, .. NothingToGain]);
        await KillActing("several", 76, process);

        var ended = (await process.Exit(SixProcesses)).Whole();

        Assert.Equal(one.Json.GetProperty("end").GetString(), ended.Json.GetProperty("end").GetString());
        Assert.Equal((104, one.WeightsSha256), (Number(ended, "steps"), ended.WeightsSha256));
    }

    [Fact]
    public async Task A_run_with_nothing_more_to_gain_ends_early_and_says_why()
    {
        var ran = (await Train("run", [], NothingToGain)).Whole();

        // Nine losses before patience begins, three checks without a gain; that of step 96 acts at 104.
        Assert.StartsWith("nothing more to gain at step 96: ", ran.Json.GetProperty("end").GetString(), StringComparison.Ordinal);
        Assert.Equal(104, Number(ran, "steps"));
    }

    [Fact]
    public async Task Numbers_that_end_once_are_gone_back_behind_and_the_run_goes_on_to_its_end()
    {
        string[] once = ["--set", "family=nan-once", "--set", "health.rate=0.001", "--seed", "4"];
        var one = (await Train("one", [], ["--workers-per-node", "1", .. once])).Whole();
        var three = (await Train("three", [], ["--workers-per-node", "3", .. once])).Whole();

        Assert.Equal(one.WeightsSha256, three.WeightsSha256);
        Assert.Equal(32, Assert.Single(RollBacks(one)).To);
        Assert.Equal(
            "step 36: D's gradient is not finite",
            one.Json.GetProperty("health").GetProperty("rollbacks")[0].GetProperty("reason").GetString());

        var noted = await Train("noted", [], [.. once, "--set", "health.onAlarm=note"]);
        Assert.Equal((1, ""), (noted.Code, noted.Output));
        Assert.StartsWith(
            "failed: step 36: D's gradient is not finite; ", noted.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_that_always_end_stop_the_run_after_the_last_roll_back()
    {
        var ran = await Ran.Of(
            "train", "ring8", "--nodes", "0", "--steps", "100", "--out", _folder.Below("run"), "--set", "optimizer.g=1e30",
            "--set", "optimizer.d=1e30", "--set", "evaluateEvery=1280", "--set", "health.onAlarm=rollback", "--set", "health.rollbacks=2");

        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.Matches(
            "^failed: step [0-9]+: [DG]'s (gradient is|weights are) not finite, after 2 roll-backs, the most that health.rollbacks "
                + "allows; the last healthy checkpoint is step 0 ",
            ran.Error.TrimEnd().Split('\n')[^1]);
        Assert.NotNull(new CheckpointStore(Path.Combine(_folder.Below("run"), "checkpoints")).At(0));
    }

    private static IReadOnlyList<(int From, int To)> RollBacks(Ran ran) =>
    [
        .. ran.Json.GetProperty("health").GetProperty("rollbacks").EnumerateArray()
            .Select(back => (back.GetProperty("from_step").GetInt32(), back.GetProperty("to_step").GetInt32())),
    ];

    private static int Number(Ran ran, string figure) => ran.Json.GetProperty(figure).GetInt32();

    private async Task<Ran> Train(string name, (string, string)[] slow, params string[] options)
    {
        if (slow.Length == 0 && !options.Contains("--nodes"))
        {
            return await Ran.Of(App.Parts, Arguments(_folder.Below(name), options));
        }

        using var process = Start(name, slow, options);
        return await process.Exit();
    }

    private NodeProcess Start(string name, (string Name, string Value)[] slow, params string[] options)
    {
        string[] program = [Program, .. Arguments(_folder.Below(name), options)];
        return NodeProcess.Start(
            new ProcessStartInfo(NodeProcess.Host, program) { WorkingDirectory = _folder.Path },
            slow.ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal));
    }

    private static string[] Arguments(string folder, params string[] options) =>
    [
        "train", RunFile, "--http", "off", "--json", "--out", folder,
        .. options.Contains("--steps") ? Array.Empty<string>() : ["--steps", "120"],
        .. options.Contains("--nodes") ? Array.Empty<string>() : ["--nodes", "0"],
        .. options,
    ];

    /// <summary>Of three coordinators, once a round reaches the step; below 0: once its journal has a roll-back.</summary>
    private async Task KillActing(string name, int step, NodeProcess process)
    {
        var acting = -1;
        await NodeProcess.Until(
            SixProcesses,
            () => (acting = Enumerable.Range(0, 3).FirstOrDefault(place => Acts(name, place, step), -1)) >= 0,
            step < 0 ? "a roll-back" : $"step {step}",
            process);
        NodeProcess.Signal(LiveRun.Read(CoordinatorFolders.Of(_folder.Below(name), acting))!.Pid, NodeProcess.KillNow);
    }

    private string WeightsAt(string name, long step)
    {
        var kept = new CheckpointStore(Path.Combine(_folder.Below(name), "checkpoints")).At(step);
        Assert.NotNull(kept);
        return kept.Manifest.WeightsSha256;
    }

    /// <summary>Only who acts records attempts.</summary>
    private bool Acts(string name, int place, int step) => Journal(
        Path.GetRelativePath(_folder.Path, CoordinatorFolders.Of(_folder.Below(name), place)),
        journal => journal.ReadAttempts().Any()
            && (step < 0 ? journal.ReadRollbacks().Any() : journal.ReadRounds().Any(row => row.FirstStep + row.Steps >= step)));

    private static List<(long Step, string Name, double Value)> Measures(string folder)
    {
        using var journal = RunDatabase.Open(Path.Combine(folder, "run.db"), create: false);
        return [.. journal.ReadMeasures().Select(measure => (measure.Step, measure.Name, measure.Value))];
    }

    /// <summary>False while there is none.</summary>
    private bool Journal(string name, Func<RunDatabase, bool> holds)
    {
        var path = Path.Combine(_folder.Below(name), "run.db");
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var journal = RunDatabase.Open(path, create: false);
            return holds(journal);
        }
        catch (Exception e) when (e is UserInputException or SqliteException)
        {
            return false;
        }
    }

    /// <summary>By one worker, with nothing in its way.</summary>
    public sealed class QuietRun : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        internal string Folder => _folder.Below("run");

        internal Ran Ran { get; private set; } = null!;

        public async Task InitializeAsync() => Ran = (await Ran.Of(App.Parts, Arguments(Folder))).Whole();

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _folder.Dispose();
    }
}
