using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GanCluster.Core.Observers;

namespace GanCluster.Node.Runs;

/// <summary>
/// Where Prometheus finds a run's nodes, in its file discovery's form, for as long as the run goes on: targets.json in the run's
/// folder, and the same beside it, as FOLDER.targets.json, for Prometheus takes a star in a path's last part only.
/// </summary>
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

        var text = targets.ToJsonString() + "\n";
        Try(() => Write(RunFiles.Targets(folder), text));
        Try(() => Write(RunFiles.TargetsBeside(folder), text));
    }

    public void Dispose()
    {
        Try(() => File.Delete(RunFiles.Targets(folder)));
        Try(() => File.Delete(RunFiles.TargetsBeside(folder)));
    }

    /// <summary>Prometheus must not find half a file.</summary>
    private static void Write(string file, string text)
    {
        var partial = file + ".partial";
        File.WriteAllText(partial, text);
        File.Move(partial, file, overwrite: true);
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A run that can't be found by Prometheus is still worth going on with; beside its folder others may rule.
        }
    }

    private JsonObject Target(string role, string address) => new()
    {
        ["targets"] = new JsonArray(JsonValue.Create(address)),
        ["labels"] = new JsonObject { ["role"] = role, ["run"] = run },
    };
}
