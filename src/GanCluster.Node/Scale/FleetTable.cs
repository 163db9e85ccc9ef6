using System.Text.Json.Nodes;
using GanCluster.Cluster.Scale;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Scale;

/// <summary>Fleets of several sizes, the largest last.</summary>
internal sealed record FleetTable(IReadOnlyList<FleetFigures> Fleets)
{
    internal Listing Table()
    {
        var listing = new Listing(
        [
            .. new[]
            {
                "workers", "replicas", "joined s", "rounds/s", "of the steps' own pace", "messages/s", "coordinator busy",
                "last report to first assignment ms", "to the last ms",
            }.Select(name => new Column(name, IsNumber: true)),
        ])
        {
            IsHeaded = true,
        };
        foreach (var of in Fleets)
        {
            listing.Add(
                $"{of.Question.Workers}", $"{of.Question.Replicas}", $"{of.Joined.TotalSeconds:0.00}",
                $"{RoundsPerSecond(of):0.00}", $"{Pace(of) * 100:0.0} %", $"{MessagesPerSecond(of):0}", $"{Busy(of) * 100:0.0} %",
                $"{of.ToFirst.TotalMilliseconds:0.00}", $"{of.ToLast.TotalMilliseconds:0.00}");
        }

        return listing;
    }

    internal JsonObject ToJson() => new()
    {
        ["sizes"] = new JsonArray(
        [
            .. Fleets.Select(of => (JsonNode)new JsonObject
            {
                ["workers"] = of.Question.Workers,
                ["replicas"] = of.Question.Replicas,
                ["sync"] = of.Question.Sync.ToString().ToLowerInvariant(),
                ["step_ms"] = of.Question.Step.TotalMilliseconds,
                ["joined_s"] = Math.Round(of.Joined.TotalSeconds, 3),
                ["rounds_per_s"] = Math.Round(RoundsPerSecond(of), 3),
                ["pace"] = Math.Round(Pace(of), 4),
                ["messages_per_s"] = Math.Round(MessagesPerSecond(of)),
                ["busy"] = Math.Round(Busy(of), 4),
                ["to_first_assignment_ms"] = Math.Round(of.ToFirst.TotalMilliseconds, 3),
                ["to_last_assignment_ms"] = Math.Round(of.ToLast.TotalMilliseconds, 3),
            }),
        ]),
    };

    private static double RoundsPerSecond(FleetFigures of) => of.Question.Rounds / of.Taken.TotalSeconds;

    /// <summary>What the steps alone would take of what they took.</summary>
    private static double Pace(FleetFigures of) => of.Steps * of.Question.Step / of.Taken;

    private static double MessagesPerSecond(FleetFigures of) => of.Messages / of.Taken.TotalSeconds;

    private static double Busy(FleetFigures of) => of.Busy / of.Taken;
}
