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
        foreach (var table in new[] { "rounds", "contributions", "offices" })
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
}
