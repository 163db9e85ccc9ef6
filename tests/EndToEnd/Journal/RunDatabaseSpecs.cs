using GanCluster.Core;
using GanCluster.Core.Ledger;
using GanCluster.Node.Journal;
using Microsoft.Data.Sqlite;

namespace GanCluster.EndToEnd.Tests.Journal;

public sealed class RunDatabaseSpecs : IDisposable
{
    private static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private readonly string _folder = Directory.CreateTempSubdirectory("gancluster-").FullName;

    private string DatabasePath => Path.Combine(_folder, "run.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_appended_is_read_again_after_a_reopen()
    {
        var fault = new FaultRow(Noon, 2, 1, "w2", "lost", "connection reset");
        MeasureRow[] measures = [new(20, "modes", 8, ulong.MaxValue), new(20, "reverse_kl", double.NaN, 1)];
        using (var database = RunDatabase.Open(DatabasePath, create: true))
        {
            database.SetRunValue("run", "first");
            database.SetRunValue("run", "ring8");
            database.AppendRound(Round(2), Contributions(2));
            database.AppendRound(Round(1), Contributions(1));
            database.AppendFault(fault);
            foreach (var measure in measures)
            {
                database.AppendMeasure(measure);
            }
        }

        using var reopened = RunDatabase.Open(DatabasePath, create: false);
        Assert.Equal([KeyValuePair.Create("run", "ring8")], reopened.ReadRunValues());
        Assert.Equal([Round(1), Round(2)], reopened.ReadRounds());
        Assert.Equal([.. Contributions(1), .. Contributions(2)], reopened.ReadContributions());
        Assert.Equal(Contributions(2), reopened.ReadContributions(2));
        Assert.Equal([fault], reopened.ReadFaults());
        Assert.Equal(measures, reopened.ReadMeasures());
    }

    [Fact]
    public void What_is_opened_to_read_shows_every_append_and_leaves_the_folder_as_it_is()
    {
        using (var database = RunDatabase.Open(DatabasePath, create: true))
        {
            database.AppendRound(Round(1), []);
            using var meanwhile = RunDatabase.OpenToRead(DatabasePath);
            Assert.Equal([Round(1)], meanwhile.ReadRounds());
            database.AppendRound(Round(2), []);
            Assert.Equal([Round(1), Round(2)], meanwhile.ReadRounds());
        }

        var (files, at) = (Directory.GetFiles(_folder), File.GetLastWriteTimeUtc(DatabasePath));
        using (var later = RunDatabase.OpenToRead(DatabasePath))
        {
            Assert.Equal([Round(1), Round(2)], later.ReadRounds());
            Assert.Equal(files, Directory.GetFiles(_folder));
            Assert.Throws<SqliteException>(() => later.AppendRound(Round(3), []));
        }

        Assert.Equal(files, Directory.GetFiles(_folder));
        Assert.Equal(at, File.GetLastWriteTimeUtc(DatabasePath));
    }

    [Fact]
    public void Losses_that_are_not_finite_survive()
    {
        using var database = RunDatabase.Open(DatabasePath, create: true);
        var row = Round(1) with { LossD = double.NaN, LossG = double.PositiveInfinity, ScoreReal = double.NegativeInfinity };
        database.AppendRound(row, []);
        Assert.Equal(row, database.ReadRounds().Single());
    }

    [Fact]
    public void A_round_that_comes_again_replaces_itself()
    {
        using var database = RunDatabase.Open(DatabasePath, create: true);
        database.AppendRound(Round(1), Contributions(1));
        database.AppendRound(Round(1) with { Attempt = 2 }, [Contributions(1)[0] with { Attempt = 2 }]);
        Assert.Equal(2, database.ReadRounds().Single().Attempt);
        Assert.Equal(2, database.ReadContributions().Single().Attempt);
    }

    [Fact]
    public void A_round_is_appended_whole_or_not_at_all()
    {
        using var database = RunDatabase.Open(DatabasePath, create: true);
        database.AppendRound(Round(1), Contributions(1));
        var twice = Contributions(2)[0];
        Assert.Throws<SqliteException>(() => database.AppendRound(Round(2), [twice, twice]));
        Assert.Throws<ArgumentException>(() => database.AppendRound(Round(2), Contributions(3)));
        var again = Contributions(1)[0];
        Assert.Throws<SqliteException>(() => database.AppendRound(Round(1) with { Attempt = 9 }, [again, again]));
        Assert.Equal([Round(1)], database.ReadRounds());
        Assert.Equal(Contributions(1), database.ReadContributions());
    }

    [Fact]
    public void A_resume_forgets_what_will_be_done_again_but_no_fault()
    {
        using var database = RunDatabase.Open(DatabasePath, create: true);
        for (var round = 1; round <= 3; round++)
        {
            database.AppendRound(Round(round), Contributions(round));
            database.AppendMeasure(new MeasureRow(round * 10, "modes", round, 1));
            database.AppendHealth(new HealthRow(round * 10, "healthy", "no sign of trouble", 10));
            database.AppendFault(new FaultRow(Noon, round, 1, "w1", "lost", "killed"));
        }

        database.TruncateAfter(2);
        Assert.Equal([1L, 2], database.ReadRounds().Select(r => r.Round));
        Assert.Equal([1L, 1, 2, 2], database.ReadContributions().Select(c => c.Round));
        Assert.Equal([10L, 20], database.ReadMeasures().Select(m => m.Step));
        Assert.Equal([10L, 20], database.ReadHealth().Select(h => h.Step));

        database.TruncateAfter(0);
        Assert.Empty(database.ReadRounds());
        Assert.Empty(database.ReadContributions());
        Assert.Empty(database.ReadMeasures());
        Assert.Empty(database.ReadHealth());
        Assert.Equal(3, database.ReadFaults().Count());
    }

    [Fact]
    public void After_a_kill_every_append_that_returned_is_there()
    {
        using var killed = RunDatabase.Open(DatabasePath, create: true);
        killed.AppendRound(Round(1), Contributions(1));
        killed.AppendRound(Round(2), Contributions(2));

        // What a kill -9 leaves: the files as they are, with the log not folded in.
        var copy = CopyFiles();

        Assert.True(new FileInfo(copy + "-wal").Length > 0);
        using var reopened = RunDatabase.Open(copy, create: false);
        Assert.Equal([Round(1), Round(2)], reopened.ReadRounds());
        Assert.Equal([.. Contributions(1), .. Contributions(2)], reopened.ReadContributions());
        reopened.AppendRound(Round(3), Contributions(3));
        Assert.Equal(3, reopened.ReadRounds().Count());
    }

    [Fact]
    public void A_log_torn_in_its_last_append_loses_that_append_whole()
    {
        using var killed = RunDatabase.Open(DatabasePath, create: true);
        killed.AppendRound(Round(1), Contributions(1));
        killed.AppendRound(Round(2), Contributions(2));
        var copy = CopyFiles();
        using (var log = new FileStream(copy + "-wal", FileMode.Open))
        {
            log.SetLength(log.Length - 100);
        }

        using var reopened = RunDatabase.Open(copy, create: false);
        Assert.Equal([Round(1)], reopened.ReadRounds());
        Assert.Equal(Contributions(1), reopened.ReadContributions());
    }

    [Fact]
    public void Another_connection_reads_while_rounds_are_written()
    {
        using var writer = RunDatabase.Open(DatabasePath, create: true);
        writer.AppendRound(Round(1), Contributions(1));
        using var reader = RunDatabase.Open(DatabasePath, create: false);
        using var rows = reader.ReadContributions().GetEnumerator();
        Assert.True(rows.MoveNext());
        writer.AppendRound(Round(2), Contributions(2));
        Assert.True(rows.MoveNext());
        Assert.False(rows.MoveNext());
        Assert.Equal(2, reader.ReadRounds().Count());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_is_no_database_is_refused_and_left_alone(bool create)
    {
        var text = new string('x', 5000);
        File.WriteAllText(DatabasePath, text);
        AssertRefused(create, "can't be opened as a SQLite database");
        Assert.Equal(text, File.ReadAllText(DatabasePath));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_programs_database_is_refused_and_left_alone(bool create)
    {
        Sql("CREATE TABLE rounds(round INTEGER)");
        var before = File.ReadAllBytes(DatabasePath);
        AssertRefused(create, "is not a run's database");
        Assert.Equal(before, File.ReadAllBytes(DatabasePath));
    }

    [Fact]
    public void Another_versions_tables_are_refused()
    {
        RunDatabase.Open(DatabasePath, create: true).Dispose();
        Sql("PRAGMA user_version = 7");
        AssertRefused(create: true, "has version 7 of a run's tables; this GanCluster reads 2");
    }

    [Fact]
    public void A_missing_file_is_refused_and_not_made()
    {
        AssertRefused(create: false, "is not there");
        Assert.False(File.Exists(DatabasePath));
    }

    [Fact]
    public void A_missing_folder_is_refused() =>
        Assert.Throws<UserInputException>(() => RunDatabase.Open(Path.Combine(_folder, "nowhere", "run.db"), create: true));

    private static RoundRow Round(long round) => new(
        round, 1, 3, round, (round - 1) * 10, 10, 2560, 2, 0.75, 1.5, -0.25, 0.1, 0.2, "00112233445566778899aabbccddeeff", Noon);

    private static Contribution[] Contributions(long round) =>
    [
        new(round, 0, 1, "w1", round * 100, 50, ulong.MaxValue - (ulong)round, $"{round * 100}:50"),
        new(round, 1, 1, "w2", (round * 100) + 50, 50, 5, $"{(round * 100) + 50}:20+25x2;1:10"),
    ];

    private void AssertRefused(bool create, string reason)
    {
        var error = Assert.Throws<UserInputException>(() => RunDatabase.Open(DatabasePath, create));
        Assert.StartsWith($"'{DatabasePath}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private string CopyFiles()
    {
        var copy = Path.Combine(_folder, "copy.db");
        foreach (var suffix in new[] { "", "-wal" })
        {
            using var from = new FileStream(DatabasePath + suffix, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(copy + suffix);
            from.CopyTo(to);
        }

        return copy;
    }

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
