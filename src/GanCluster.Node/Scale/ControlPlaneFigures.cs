using System.Text.Json.Nodes;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Scale;

/// <summary>What a run of this size costs whoever coordinates it.</summary>
internal sealed record ControlPlaneRow(int Workers, int Replicas)
{
    /// <summary>Until all but one of the workers have been taken in.</summary>
    internal required double JoinSeconds { get; init; }

    /// <summary>Of who computes what: one decision of the rules.</summary>
    internal required double AssignmentSeconds { get; init; }

    internal required double ReportsPerSecond { get; init; }

    /// <summary>From the last report of a round until everybody has been told of its commit and given the next.</summary>
    internal required double TurnSeconds { get; init; }

    /// <summary>From the loss of a worker until everybody has been given the next attempt, the longest.</summary>
    internal required double DeathSeconds { get; init; }

    /// <summary>With a round open of which all but one have reported.</summary>
    internal required double BytesPerWorker { get; init; }

    /// <summary>What n log n is of, at so many workers and replicas.</summary>
    internal double Work => (Workers + Replicas) * Math.Log2(Workers + 1);
}

/// <summary>Rows by size, the largest last; the aims are of that one.</summary>
internal sealed record ControlPlaneFigures(IReadOnlyList<ControlPlaneRow> Rows)
{
    private const double MostAssignmentSeconds = 0.1;
    private const double LeastReportsPerSecond = 50_000;
    private const double MostDeathSeconds = 1;
    private const double MostBytesPerWorker = 4_096;

    /// <summary>Caches and clocks are no rule's doing.</summary>
    private const double MostGrowth = 2;

    /// <summary>What an assignment at the largest size took by what n log n has it take, from the size a tenth as large; null
    /// where there is none, or its time is too short to be told.</summary>
    internal double? Growth => Rows.Count < 2 || Rows[^2].Workers < 1_000
        ? null
        : Rows[^1].AssignmentSeconds / Rows[^2].AssignmentSeconds / (Rows[^1].Work / Rows[^2].Work);

    internal IReadOnlyList<(string Aim, string Figure, bool Holds)> Aims()
    {
        var row = Rows[^1];
        return
        [
            (
                "an assignment within 100 ms", $"{row.AssignmentSeconds * 1000:0.0} ms",
                row.AssignmentSeconds < MostAssignmentSeconds),
            .. Growth is { } growth
                ? [("growing no faster than n log n", $"{growth:0.00} times", growth <= MostGrowth)]
                : Array.Empty<(string, string, bool)>(),
            ("at least 50,000 reports/s", $"{row.ReportsPerSecond:0}/s", row.ReportsPerSecond >= LeastReportsPerSecond),
            ("less than 4 KB a worker", $"{row.BytesPerWorker:0} bytes", row.BytesPerWorker < MostBytesPerWorker),
            (
                "a death to the next assignment within 1 s", $"{row.DeathSeconds * 1000:0.0} ms",
                row.DeathSeconds < MostDeathSeconds),
        ];
    }

    internal Listing Table()
    {
        var listing = new Listing(
        [
            .. new[]
            {
                "workers", "replicas", "joining ms", "assignment ms", "reports/s", "last report to next assignments ms",
                "death to next assignments ms", "bytes a worker",
            }.Select(name => new Column(name, IsNumber: true)),
        ])
        {
            IsHeaded = true,
        };
        foreach (var row in Rows)
        {
            listing.Add(
                $"{row.Workers}", $"{row.Replicas}", $"{row.JoinSeconds * 1000:0.0}", $"{row.AssignmentSeconds * 1000:0.00}",
                $"{row.ReportsPerSecond:0}", $"{row.TurnSeconds * 1000:0.00}", $"{row.DeathSeconds * 1000:0.00}",
                $"{row.BytesPerWorker:0}");
        }

        return listing;
    }

    internal JsonObject ToJson() => new()
    {
        ["sizes"] = new JsonArray(
        [
            .. Rows.Select(row => (JsonNode)new JsonObject
            {
                ["workers"] = row.Workers,
                ["replicas"] = row.Replicas,
                ["joining_ms"] = Milliseconds(row.JoinSeconds),
                ["assignment_ms"] = Milliseconds(row.AssignmentSeconds),
                ["reports_per_s"] = Math.Round(row.ReportsPerSecond),
                ["turn_ms"] = Milliseconds(row.TurnSeconds),
                ["death_ms"] = Milliseconds(row.DeathSeconds),
                ["bytes_per_worker"] = Math.Round(row.BytesPerWorker),
            }),
        ]),
        ["growth_by_n_log_n"] = Growth is { } growth ? Math.Round(growth, 3) : null,
        ["holds"] = Aims().All(aim => aim.Holds),
    };

    private static double Milliseconds(double seconds) => Math.Round(seconds * 1000, 3);
}
