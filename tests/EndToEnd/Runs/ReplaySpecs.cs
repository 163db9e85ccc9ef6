using System.Text.RegularExpressions;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Commands;
using GanCluster.Node.Journal;
using GanCluster.Training.Parts;
using Microsoft.Data.Sqlite;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class ReplaySpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.Below("run");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gradients")]
    [InlineData("parameters")]
    public async Task Rounds_computed_again_have_the_hashes_in_the_journal_and_the_folder_stays_as_it_is(string sync)
    {
        await Train(sync);
        var before = Files();

        var kept = await Ran.Of("replay", Folder);
        var all = await Ran.Of("replay", Folder, "--from", "0", "--json");
        var middle = await Ran.Of("replay", Folder, "--from", "30", "--to", "31");

        Assert.Equal((0, $"{RoundsOver(24, 40)} rounds, steps 24 to 40: all hashes as recorded\n"), (kept.Code, kept.Output));
        Assert.Equal(RoundsOver(0, 40), all.Json.GetProperty("rounds").GetInt32());
        Assert.Equal((0, 40), (all.Json.GetProperty("from").GetInt32(), all.Json.GetProperty("to").GetInt32()));
        Assert.True(all.Json.GetProperty("same").GetBoolean());
        Assert.Equal(0, middle.Code);
        Assert.Matches("^[0-9]+ rounds?, steps 24 to 32: all hashes as recorded\n$", middle.Output);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("gradients")]
    [InlineData("parameters")]
    public async Task The_first_round_whose_hash_is_another_one_is_named(string sync)
    {
        await Train(sync);
        var changed = Rounds().First(r => r.FirstStep == 24);
        var wrong = new string('0', 32);
        Execute($"UPDATE rounds SET hash = '{wrong}' WHERE round = {changed.Round}");

        var differs = await Ran.Of("replay", Folder, "--from", "8");
        var json = await Ran.Of("replay", Folder, "--from", "8", "--json");
        var after = await Ran.Of("replay", Folder, "--from", "32");

        Assert.Equal(1, differs.Code);
        Assert.Equal(
            $"round {changed.Round}, steps 24 to {24 + changed.Steps}: recorded {wrong}, computed {changed.Hash}\n", differs.Output);
        Assert.Equal(1, json.Code);
        var told = (json with { Code = 0 }).Json;
        Assert.False(told.GetProperty("same").GetBoolean());
        Assert.Equal(changed.Round, told.GetProperty("first_difference").GetProperty("round").GetInt64());
        Assert.Equal(0, after.Code);
    }

    [Fact]
    public async Task A_run_that_began_from_another_is_replayed_from_the_weights_that_it_began_with()
    {
        await Train("gradients");
        var begun = _folder.Below("begun");
        await Ran.Of(
            "train", "ring8", "--nodes", "0", "--steps", "4", "--json", "--from", Folder, "--out", begun, "--http", "off",
            "--set", "batch=32", "--set", "replicas=2", "--set", "network.width=16");

        var ran = await Ran.Of("replay", begun);

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.EndsWith(", steps 0 to 4: all hashes as recorded\n", ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_checkpoint_makes_way_for_the_one_before()
    {
        await Train("gradients");
        var damaged = Path.Combine(Folder, "checkpoints", "step-00000032");
        File.AppendAllText(PlainCheckpoint.ModelFile(damaged), "more");

        var ran = await Ran.Of("replay", Folder, "--from", "32");

        Assert.Equal((0, $"{RoundsOver(24, 40)} rounds, steps 24 to 40: all hashes as recorded\n"), (ran.Code, ran.Output));
        Assert.StartsWith($"passed over the checkpoint of step 32: '{PlainCheckpoint.ModelFile(damaged)}' has ", ran.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_stopped_does_not_say_that_all_is_as_recorded()
    {
        await Train("gradients");
        var (output, error) = (new StringWriter(), new StringWriter());
        var root = CommandTree.Build(new CommandContext(RunParts.BuiltIn, output, error));
        var code = await CommandLine.Run(root, ["replay", Folder], output, error, new CancellationToken(canceled: true));
        Assert.Equal(
            (143, "", "stopped before the end: nothing differed so far\n"), (code, output.ToString(), error.ToString()));
    }

    [Theory]
    [InlineData("--from 40", "--from 40 is not before the run's last step, 40: give one of 0 to 39")]
    [InlineData("--to 41", "--to 41 is after the run's last step, 40: give one of 1 to 40")]
    [InlineData("--from 30 --to 30", "--to 30 is not after --from 30: give one of 31 to 40")]
    [InlineData("--data photos", "'{run}' was trained on data ring8, which has a name: leave out --data")]
    public async Task Steps_that_the_run_has_not_and_data_that_it_takes_not_are_refused(string arguments, string line)
    {
        await Train("gradients");
        var refused = await Ran.Of(["replay", Folder, .. arguments.Split(' ')]);
        Assert.Equal(line.Replace("{run}", Folder, StringComparison.Ordinal), refused.Refusal());
    }

    [Fact]
    public async Task A_folder_without_a_run_or_a_version_to_begin_with_and_other_kernels_or_samples_are_refused()
    {
        var missing = _folder.Below("run.db");
        Assert.Equal($"'{missing}' is not there: give the folder of a run", (await Ran.Of("replay", _folder.Path)).Refusal());

        await Train("gradients");
        var kept = Path.Combine(Folder, "checkpoints", "step-00000024");
        PlainCheckpoint.Rewrite(kept, manifest => Regex.Replace(manifest, "libtorch [^\"]+", "libtorch 1.0.0, avx2"));
        Assert.StartsWith(
            $"'{Folder}' was made by libtorch 1.0.0, avx2, and here is libtorch ",
            (await Ran.Of("replay", Folder)).Refusal(), StringComparison.Ordinal);

        kept = Path.Combine(Folder, "checkpoints", "step-00000032");
        PlainCheckpoint.Rewrite(
            kept, manifest => Regex.Replace(manifest, "\"data_sha256\": \"[^\"]+\"", $"\"data_sha256\": \"{new string('a', 64)}\""));
        Assert.StartsWith(
            $"'{Folder}' was trained on other samples (SHA-256 aaaaaaaaaaaa there, ",
            (await Ran.Of("replay", Folder, "--from", "32")).Refusal(), StringComparison.Ordinal);

        Execute("UPDATE run SET value = 'another run' WHERE key = 'from'");
        Assert.Equal(
            $"'{Folder}' has no whole checkpoint to begin with at or before step 8: give --from one of 24, 32",
            (await Ran.Of("replay", Folder, "--from", "8")).Refusal());
    }

    /// <summary>64 images a step, a checkpoint every 8 steps, of which the last three stay.</summary>
    private async Task Train(string sync) => (await Ran.Of(
        "train", "ring8", "--nodes", "0", "--workers-per-node", "2", "--steps", "40", "--json", "--out", Folder, "--http", "off",
        "--set", "checkpointEvery=512", "--set", "batch=32", "--set", "replicas=2", "--set", "network.width=16",
        "--set", $"sync={sync}", "--set", "syncEvery=4")).Whole();

    private List<RoundRow> Rounds()
    {
        using var journal = RunDatabase.OpenToRead(Path.Combine(Folder, "run.db"));
        return [.. journal.ReadRounds()];
    }

    private int RoundsOver(long from, long to) => Rounds().Count(r => r.FirstStep >= from && r.FirstStep < to);

    private List<(string Path, DateTime At)> Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => (path, File.GetLastWriteTimeUtc(path))),
    ];

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Folder, "run.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
