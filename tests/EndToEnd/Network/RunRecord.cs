using System.Text;
using GanCluster.Node.Runs;
using Microsoft.Data.Sqlite;

namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>Reads the run.db of a run that may be going on.</summary>
internal sealed class RunRecord(string folder)
{
    /// <summary>The coordinator listens, and its record is open.</summary>
    internal bool Begun => LiveRun.Read(folder)?.Address is not null;

    /// <summary>The newest rows of what a coordinator does, for a failure's message.</summary>
    internal string Newest()
    {
        using var connection = Open();
        return string.Concat(
            Rows(connection, "attempts", "round DESC, attempt DESC"), Rows(connection, "faults", "id DESC"), Rows(connection, "refusals", "id DESC"));
    }

    internal long Number(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "run.db")};Mode=ReadOnly;Pooling=false");
        connection.Open();
        return connection;
    }

    private static string Rows(SqliteConnection connection, string table, string order)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} ORDER BY {order} LIMIT 12";
        using var reader = command.ExecuteReader();
        var text = new StringBuilder($"\n{table}:\n");
        while (reader.Read())
        {
            text.AppendLine(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return text.ToString();
    }
}
