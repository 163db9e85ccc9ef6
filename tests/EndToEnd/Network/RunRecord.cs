using GanCluster.Node.Runs;
using Microsoft.Data.Sqlite;

namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>Reads the run.db of a run that may be going on.</summary>
internal sealed class RunRecord(string folder)
{
    /// <summary>The coordinator listens, and its record is open.</summary>
    internal bool Begun => LiveRun.Read(folder)?.Address is not null;

    internal long Number(string sql)
    {
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "run.db")};Mode=ReadOnly;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
