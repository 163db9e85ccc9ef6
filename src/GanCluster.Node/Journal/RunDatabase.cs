using GanCluster.Core;
using GanCluster.Core.Ledger;
using Microsoft.Data.Sqlite;

namespace GanCluster.Node.Journal;

/// <summary>
/// A run's journal, run.db (SQLite, WAL). One connection and one thread: others open the file themselves, also while it is
/// written. After a kill it holds every append that returned; after a power cut it may lack the last ones, never a part of one.
/// </summary>
public sealed partial class RunDatabase : IDisposable
{
    /// <summary>The run's configuration as canonical JSON, in the table <c>run</c>.</summary>
    public const string ConfigurationKey = "configuration";

    private const int NotADatabase = 26;
    private const int Damaged = 11;
    private const int CantOpen = 14;
    private const string RoundColumns = "round, attempt, term, version, first_step, steps, images, workers, seconds, "
        + "loss_d, loss_g, score_real, score_fake, hash, committed_at";
    private const string NormColumns =
        "(SELECT d FROM norms WHERE norms.round = rounds.round), (SELECT g FROM norms WHERE norms.round = rounds.round)";
    private const string ContributionColumns = "round, replica, attempt, worker, first, count, digest, reads";

    /// <summary>A round that no later roll-back went behind.</summary>
    private const string IsLive =
        "NOT EXISTS (SELECT 1 FROM rollbacks WHERE rollbacks.round > rounds.round AND rollbacks.to_step <= rounds.first_step)";

    private readonly SqliteConnection _connection;

    private RunDatabase(SqliteConnection connection) => _connection = connection;

    /// <param name="create">Make the file if there is none. One that is there is opened and kept in either case.</param>
    /// <exception cref="UserInputException">There is no file, or it is not a run's database of this version.</exception>
    public static RunDatabase Open(string path, bool create)
    {
        if (!create && !File.Exists(path))
        {
            throw new UserInputException($"'{path}' is not there: give the folder of a run");
        }

        return Open(path, path, create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite, connection =>
        {
            if (create && Schema.IsEmpty(connection))
            {
                Schema.Create(connection);
            }

            Schema.Check(connection, path);
            if (create)
            {
                Schema.Complete(connection);
            }

            Schema.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
        });
    }

    /// <summary>Leaves the folder as it is; of a run that goes on, it holds what was appended until now.</summary>
    /// <exception cref="UserInputException">There is no file, or it is not a run's database of this version.</exception>
    public static RunDatabase OpenToRead(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserInputException($"'{path}' is not there: give the folder of a run");
        }

        // Without its log nobody has it open, and SQLite would make an empty log only to read it.
        var source = File.Exists($"{path}-wal") ? path : $"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1";
        return Open(path, source, SqliteOpenMode.ReadOnly, connection => Schema.Check(connection, path));
    }

    /// <param name="path">What errors call it.</param>
    /// <param name="source">The path, or a URI of it.</param>
    private static RunDatabase Open(string path, string source, SqliteOpenMode mode, Action<SqliteConnection> begin)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ConnectionString);
        try
        {
            connection.Open();
            begin(connection);
            return new RunDatabase(connection);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is NotADatabase or Damaged or CantOpen)
        {
            connection.Dispose();
            throw new UserInputException($"'{path}' can't be opened as a SQLite database: give the folder of a run", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose() => _connection.Dispose();

    public void SetRunValue(string key, string value) =>
        Execute("INSERT OR REPLACE INTO run(key, value) VALUES ($0, $1)", key, value);

    /// <summary>On the disk when it returns, also if the machine loses its power.</summary>
    public void SetRunValueDurably(string key, string value)
    {
        Schema.Execute(_connection, "PRAGMA synchronous = FULL");
        SetRunValue(key, value);
        Schema.Execute(_connection, "PRAGMA synchronous = NORMAL");
    }

    public IReadOnlyDictionary<string, string> ReadRunValues() =>
        Read("SELECT key, value FROM run", row => (Key: row.GetString(0), Value: row.GetString(1)))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>
    /// The round and all its contributions, or nothing. A round that is there is replaced: after a change of coordinator the
    /// same commit may come again.
    /// </summary>
    public void AppendRound(RoundRow round, IReadOnlyList<Contribution> contributions)
    {
        using var transaction = _connection.BeginTransaction();
        Append(round, contributions);
        transaction.Commit();
    }

    private void Append(RoundRow round, IReadOnlyList<Contribution> contributions)
    {
        Execute(
            $"INSERT OR REPLACE INTO rounds({RoundColumns}) "
                + "VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            round.Round, round.Attempt, round.Term, round.Version, round.FirstStep, round.Steps, round.Images, round.Workers,
            round.Seconds, round.LossD, round.LossG, round.ScoreReal, round.ScoreFake, round.Hash, round.CommittedAt);
        Execute("INSERT OR REPLACE INTO norms(round, d, g) VALUES ($0, $1, $2)", round.Round, round.NormD, round.NormG);
        Execute("DELETE FROM contributions WHERE round = $0", round.Round);
        using var insert = Command(
            $"INSERT INTO contributions({ContributionColumns}) VALUES ($0, $1, $2, $3, $4, $5, $6, $7)", new object[8]);
        foreach (var c in contributions)
        {
            if (c.Round != round.Round)
            {
                throw new ArgumentException($"a contribution of round {c.Round} does not belong to round {round.Round}");
            }

            Bind(insert, [c.Round, c.Replica, c.Attempt, c.Worker, c.First, c.Count, c.Digest, c.Reads]);
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>An attempt of the same number, from before a resume, is replaced.</summary>
    public void AppendAttempt(AttemptRow attempt) => Execute(
        "INSERT OR REPLACE INTO attempts(round, attempt, term, ranges, opened_at) VALUES ($0, $1, $2, $3, $4)",
        attempt.Round, attempt.Attempt, attempt.Term, attempt.Ranges, attempt.OpenedAt);

    public void SetBegun(long round, int attempt, DateTimeOffset at) =>
        Execute("UPDATE attempts SET begun_at = $2 WHERE round = $0 AND attempt = $1", round, attempt, at);

    public void AppendFault(FaultRow fault) => Execute(
        "INSERT INTO faults(at, round, attempt, worker, kind, reason) VALUES ($0, $1, $2, $3, $4, $5)",
        fault.At, fault.Round, fault.Attempt, fault.Worker, fault.Kind, fault.Reason);

    public void AppendRefusal(RefusalRow refusal) => Execute(
        "INSERT INTO refusals(at, round, attempt, worker, word) VALUES ($0, $1, $2, $3, $4)",
        refusal.At, refusal.Round, refusal.Attempt, refusal.Worker, refusal.Word);

    /// <summary>A measure of the same step, name and seed is replaced.</summary>
    public void AppendMeasure(MeasureRow measure) => Execute(
        "INSERT OR REPLACE INTO measures(step, name, value, seed) VALUES ($0, $1, $2, $3)",
        measure.Step, measure.Name, measure.Value, measure.Seed);

    /// <summary>A row of the same step is replaced.</summary>
    public void AppendHealth(HealthRow health) => Execute(
        "INSERT OR REPLACE INTO health(step, state, reason, since) VALUES ($0, $1, $2, $3)",
        health.Step, health.State, health.Reason, health.Since);

    /// <summary>What the checks after its step showed is of no concern any more.</summary>
    public void AppendRollback(RollbackRow rollback) => Execute(
        "INSERT OR REPLACE INTO rollbacks(number, from_step, to_step, round, version, reason, rate, at) "
            + "VALUES ($0, $1, $2, $3, $4, $5, $6, $7)",
        rollback.Number, rollback.FromStep, rollback.ToStep, rollback.Round, rollback.Version, rollback.Reason, rollback.Rate,
        rollback.At);

    /// <summary>Measures and health of later steps: they are made again, in another course.</summary>
    public void ForgetChecksAfter(long step)
    {
        using var transaction = _connection.BeginTransaction();
        Execute("DELETE FROM measures WHERE step > $0", step);
        Execute("DELETE FROM health WHERE step > $0", step);
        transaction.Commit();
    }

    /// <summary>
    /// Forgets the rounds after the one of the checkpoint that a run resumes from, with their contributions, measures and health:
    /// they are done again. Faults stay, for they did happen.
    /// </summary>
    /// <param name="course">The checkpoint's: later roll-backs are forgotten as well.</param>
    public void TruncateAfter(long round, int course = 0)
    {
        using var transaction = _connection.BeginTransaction();
        Execute("DELETE FROM rounds WHERE round > $0", round);
        Execute("DELETE FROM norms WHERE round > $0", round);
        Execute("DELETE FROM contributions WHERE round > $0", round);
        Execute("DELETE FROM attempts WHERE round > $0", round);
        Execute("DELETE FROM offices WHERE round > $0", round);
        Execute("DELETE FROM rollbacks WHERE number > $0", course);
        Execute($"DELETE FROM measures WHERE step > (SELECT coalesce(max(first_step + steps), 0) FROM rounds WHERE {IsLive})");
        Execute($"DELETE FROM health WHERE step > (SELECT coalesce(max(first_step + steps), 0) FROM rounds WHERE {IsLive})");
        transaction.Commit();
    }

    /// <summary>In order of the rounds, streamed.</summary>
    public IEnumerable<RoundRow> ReadRounds() => Read($"SELECT {RoundsColumns} FROM rounds ORDER BY round", ToRound);

    /// <summary>Null: it is not there.</summary>
    public RoundRow? ReadRound(long round) =>
        Read($"SELECT {RoundsColumns} FROM rounds WHERE round = $0", ToRound, round).FirstOrDefault();

    /// <summary>Those that the run's last version is made of, each following on the steps of the one before: without what was
    /// rolled back. Streamed.</summary>
    public IEnumerable<RoundRow> ReadLiveRounds() => ReadLiveRounds(after: 0, upTo: long.MaxValue);

    /// <summary>Those of them whose steps all lie between two steps.</summary>
    public IEnumerable<RoundRow> ReadLiveRounds(long after, long upTo) => Read(
        $"SELECT {RoundsColumns} FROM rounds WHERE first_step >= $0 AND first_step + steps <= $1 "
            + $"{(Schema.HasRollbacks(_connection) ? $"AND {IsLive}" : "")} ORDER BY round",
        ToRound, after, upTo);

    /// <summary>Of all rounds, in order of round and replica, streamed.</summary>
    public IEnumerable<Contribution> ReadContributions() =>
        Read($"SELECT {ContributionColumns} FROM contributions ORDER BY round, replica", ToContribution);

    /// <summary>Of one round, in order of the replicas.</summary>
    public IEnumerable<Contribution> ReadContributions(long round) =>
        Read($"SELECT {ContributionColumns} FROM contributions WHERE round = $0 ORDER BY replica", ToContribution, round);

    /// <summary>In order of round and attempt.</summary>
    public IEnumerable<AttemptRow> ReadAttempts() => Read(
        "SELECT round, attempt, term, ranges, opened_at, begun_at FROM attempts ORDER BY round, attempt",
        row => new AttemptRow(
            row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.GetString(3), row.GetDateTimeOffset(4),
            row.IsDBNull(5) ? null : row.GetDateTimeOffset(5)));

    /// <summary>In the order in which they were appended.</summary>
    public IEnumerable<FaultRow> ReadFaults() => Read(
        "SELECT at, round, attempt, worker, kind, reason FROM faults ORDER BY id",
        row => new FaultRow(
            row.GetDateTimeOffset(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetString(5)));

    /// <summary>In the order in which they were appended.</summary>
    public IEnumerable<RefusalRow> ReadRefusals() => Read(
        "SELECT at, round, attempt, worker, word FROM refusals ORDER BY id",
        row => new RefusalRow(row.GetDateTimeOffset(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetString(4)));

    public IEnumerable<MeasureRow> ReadMeasures() => ReadMeasures(after: -1, upTo: long.MaxValue);

    /// <summary>Of the steps after the one and up to the other, in order of step, name and seed.</summary>
    public IEnumerable<MeasureRow> ReadMeasures(long after, long upTo) => Read(
        "SELECT step, name, value, seed FROM measures WHERE step > $0 AND step <= $1 ORDER BY step, name, seed",
        row => new MeasureRow(row.GetInt64(0), row.GetString(1), Real(row, 2), unchecked((ulong)row.GetInt64(3))),
        after, upTo);

    /// <summary>In order of the steps; empty for a run of an earlier GanCluster.</summary>
    public IEnumerable<HealthRow> ReadHealth() => !Schema.HasHealth(_connection) ? [] : Read(
        "SELECT step, state, reason, since FROM health ORDER BY step",
        row => new HealthRow(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3)));

    /// <summary>In their order; empty for a run of an earlier GanCluster.</summary>
    public IEnumerable<RollbackRow> ReadRollbacks() => !Schema.HasRollbacks(_connection) ? [] : Read(
        "SELECT number, from_step, to_step, round, version, reason, rate, at FROM rollbacks ORDER BY number",
        row => new RollbackRow(
            row.GetInt32(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetString(5),
            row.GetDouble(6), row.GetDateTimeOffset(7)));

    private string RoundsColumns => $"{RoundColumns}, {(Schema.HasNorms(_connection) ? NormColumns : "NULL, NULL")}";

    private static RoundRow ToRound(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
        row.GetInt64(6), row.GetInt32(7), row.GetDouble(8), Real(row, 9), Real(row, 10), Real(row, 11), Real(row, 12),
        row.GetString(13), row.GetDateTimeOffset(14))
    {
        NormD = Real(row, 15),
        NormG = Real(row, 16),
    };

    private static Contribution ToContribution(SqliteDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5),
        unchecked((ulong)row.GetInt64(6)), row.GetString(7));

    private static double Real(SqliteDataReader row, int column) => row.IsDBNull(column) ? double.NaN : row.GetDouble(column);

    private static object ToSqlite(object value) => value switch
    {
        double.NaN => DBNull.Value,
        ulong bits => unchecked((long)bits),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'"),
        _ => value,
    };

    private static void Bind(SqliteCommand command, ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = ToSqlite(values[i]);
        }
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        Bind(command, values);
        return command;
    }

    private void Execute(string sql, params ReadOnlySpan<object> values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private IEnumerable<T> Read<T>(string sql, Func<SqliteDataReader, T> convert, params object[] values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return convert(reader);
        }
    }
}
