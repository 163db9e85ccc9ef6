using GanCluster.Core;
using Microsoft.Data.Sqlite;

namespace GanCluster.Node.Journal;

/// <summary>The tables of run.db, and the check that a file is one.</summary>
internal static class Schema
{
    /// <summary>"GanC" in ASCII: SQLite's mark for whose file this is.</summary>
    private const long ApplicationId = 0x47616E43;
    private const long Version = 2;

    private const string Tables = """
        CREATE TABLE run(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
        CREATE TABLE rounds(
            round INTEGER PRIMARY KEY, attempt INTEGER NOT NULL, term INTEGER NOT NULL, version INTEGER NOT NULL,
            first_step INTEGER NOT NULL, steps INTEGER NOT NULL, images INTEGER NOT NULL, workers INTEGER NOT NULL,
            seconds REAL NOT NULL, loss_d REAL, loss_g REAL, score_real REAL, score_fake REAL,
            hash TEXT NOT NULL, committed_at TEXT NOT NULL) STRICT;
        CREATE TABLE contributions(
            round INTEGER NOT NULL, replica INTEGER NOT NULL, attempt INTEGER NOT NULL, worker TEXT NOT NULL,
            first INTEGER NOT NULL, count INTEGER NOT NULL, digest INTEGER NOT NULL, reads TEXT NOT NULL,
            PRIMARY KEY(round, replica)) WITHOUT ROWID, STRICT;
        CREATE TABLE attempts(
            round INTEGER NOT NULL, attempt INTEGER NOT NULL, term INTEGER NOT NULL, ranges TEXT NOT NULL,
            opened_at TEXT NOT NULL, begun_at TEXT, PRIMARY KEY(round, attempt)) WITHOUT ROWID, STRICT;
        CREATE TABLE faults(
            id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, round INTEGER NOT NULL, attempt INTEGER NOT NULL,
            worker TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
        CREATE TABLE refusals(
            id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, round INTEGER NOT NULL, attempt INTEGER NOT NULL,
            worker TEXT NOT NULL, word TEXT NOT NULL) STRICT;
        CREATE TABLE measures(
            step INTEGER NOT NULL, name TEXT NOT NULL, value REAL, seed INTEGER NOT NULL,
            PRIMARY KEY(step, name, seed)) WITHOUT ROWID, STRICT;
        """;

    /// <summary>Not in the databases of earlier GanClusters, which are of the same version.</summary>
    private const string LaterTables = """
        CREATE TABLE IF NOT EXISTS health(
            step INTEGER PRIMARY KEY, state TEXT NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS rollbacks(
            number INTEGER PRIMARY KEY, from_step INTEGER NOT NULL, to_step INTEGER NOT NULL, round INTEGER NOT NULL,
            version INTEGER NOT NULL, reason TEXT NOT NULL, rate REAL NOT NULL, at TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS norms(round INTEGER PRIMARY KEY, d REAL, g REAL) STRICT;
        CREATE TABLE IF NOT EXISTS offices(round INTEGER PRIMARY KEY, office INTEGER NOT NULL) STRICT;
        """;

    public static void Create(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, Tables);
        Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};");
        transaction.Commit();
    }

    /// <summary>Adds what an earlier GanCluster's database lacks.</summary>
    public static void Complete(SqliteConnection connection) => Execute(connection, LaterTables);

    public static bool HasHealth(SqliteConnection connection) => Has(connection, "health");

    public static bool HasRollbacks(SqliteConnection connection) => Has(connection, "rollbacks");

    public static bool HasNorms(SqliteConnection connection) => Has(connection, "norms");

    public static bool IsEmpty(SqliteConnection connection) => Number(connection, "SELECT count(*) FROM sqlite_schema") == 0;

    /// <exception cref="UserInputException">Another program's database, or another version's.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        if (Number(connection, "PRAGMA application_id") != ApplicationId)
        {
            throw new UserInputException($"'{path}' is not a run's database: give the folder of a run");
        }

        var version = Number(connection, "PRAGMA user_version");
        if (version != Version)
        {
            throw new UserInputException(
                $"'{path}' has version {version} of a run's tables; this GanCluster reads {Version}: use the one that wrote it");
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static bool Has(SqliteConnection connection, string table) =>
        Number(connection, $"SELECT count(*) FROM sqlite_schema WHERE name = '{table}'") == 1;

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
