using GanCluster.Core.Ledger;

namespace GanCluster.Node.Journal;

/// <summary>What a coordinator node that is one of several keeps beside a round: the office in whose name it was written
/// last.</summary>
public sealed partial class RunDatabase
{
    /// <summary>From now on what is appended by this connection is on the disk when it returns, also if the machine loses its
    /// power.</summary>
    public void BeDurable() => Schema.Execute(_connection, "PRAGMA synchronous = FULL");

    /// <summary>By round; a round that is missing was written by the office of its term.</summary>
    public IReadOnlyDictionary<long, long> ReadOffices() =>
        Read("SELECT round, office FROM offices", row => (Round: row.GetInt64(0), Office: row.GetInt64(1)))
            .ToDictionary(row => row.Round, row => row.Office);

    /// <summary>The round in its place, with a value of the run, or nothing; later rounds go.</summary>
    /// <param name="round">Null: it is there, and only the office is another.</param>
    public void WriteOffice(
        long number, long office, (string Key, string Value) run, RoundRow? round, IReadOnlyList<Contribution> contributions)
    {
        using var transaction = _connection.BeginTransaction();
        SetRunValue(run.Key, run.Value);
        foreach (var table in new[] { "rounds", "norms", "contributions", "offices" })
        {
            Execute($"DELETE FROM {table} WHERE round > $0", number);
        }

        Execute("INSERT OR REPLACE INTO offices(round, office) VALUES ($0, $1)", number, office);
        if (round is not null)
        {
            Append(round, contributions);
        }

        transaction.Commit();
    }

    /// <summary>
    /// What another coordinator of the run saw while it acted: attempts, faults and refusals, in order of time with those that are
    /// here, and the measures and health of checks of steps that the run has. What both have stays as it is here.
    /// </summary>
    /// <param name="path">Of its run.db.</param>
    public void AddFrom(string path)
    {
        Execute("ATTACH DATABASE $0 AS other", path);
        using (var transaction = _connection.BeginTransaction())
        {
            Execute("INSERT OR IGNORE INTO attempts SELECT * FROM other.attempts");
            foreach (var (table, columns) in new[]
            {
                ("faults", "at, round, attempt, worker, kind, reason"), ("refusals", "at, round, attempt, worker, word"),
            })
            {
                Execute($"CREATE TEMP TABLE seen AS SELECT {columns} FROM main.{table} UNION SELECT {columns} FROM other.{table}");
                Execute($"DELETE FROM main.{table}");
                Execute($"INSERT INTO main.{table}({columns}) SELECT {columns} FROM seen ORDER BY at");
                Execute("DROP TABLE seen");
            }

            foreach (var table in new[] { "measures", "health" })
            {
                Execute($"INSERT OR IGNORE INTO main.{table} SELECT * FROM other.{table} "
                    + "WHERE step <= (SELECT coalesce(max(first_step + steps), 0) FROM main.rounds)");
            }

            Execute("INSERT OR REPLACE INTO main.norms SELECT * FROM other.norms "
                + "WHERE d IS NOT NULL AND round IN (SELECT round FROM main.rounds)");
            transaction.Commit();
        }

        Execute("DETACH DATABASE other");
    }
}
