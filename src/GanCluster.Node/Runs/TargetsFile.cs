using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GanCluster.Cluster;

namespace GanCluster.Node.Runs;

/// <summary>targets.json: where Prometheus finds a run's nodes, in its file discovery's form, for as long as the run goes on.</summary>
/// <param name="coordinator">Where this process serves /metrics.</param>
internal sealed class TargetsFile(string folder, string run, string coordinator) : IRunObserver, IDisposable
{
    public void OnNodes(ImmutableArray<NodePresence> nodes)
    {
        var targets = new JsonArray();
        if (coordinator.Length > 0)
        {
            targets.Add((JsonNode)Target("coordinator", coordinator));
        }
        foreach (var node in nodes.Where(n => n.Metrics.Length > 0))
        {
            var target = Target("worker", node.Metrics);
            target["labels"]!["node"] = string.Join('+', node.Workers);
            targets.Add((JsonNode)target);
        }

        // Prometheus must not find half a file.
        var partial = RunFiles.Targets(folder) + ".partial";
        File.WriteAllText(partial, targets.ToJsonString() + "\n");
        File.Move(partial, RunFiles.Targets(folder), overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            File.Delete(RunFiles.Targets(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Targets that no longer answer do no harm.
        }
    }

    private JsonObject Target(string role, string address) => new()
    {
        ["targets"] = new JsonArray(JsonValue.Create(address)),
        ["labels"] = new JsonObject { ["role"] = role, ["run"] = run },
    };
}
