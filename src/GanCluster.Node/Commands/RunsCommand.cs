using System.Text.Json.Nodes;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;

namespace GanCluster.Node.Commands;

/// <summary><c>runs</c>: what lies under ./runs, a line each.</summary>
internal sealed class RunsCommand(TextWriter output)
{
    internal int Run(RunsOptions options)
    {
        var folders = new RunFolders("runs").All;
        foreach (var folder in folders)
        {
            var row = Describe(folder);
            output.WriteLine(options.Json
                ? row.ToJsonString()
                : $"{row["folder"],-40} {row["state"],-9} {row["steps"],10} steps  {row["weights_sha256"]}");
        }

        if (folders.Count == 0 && !options.Json)
        {
            output.WriteLine("nothing has run here: ./gancluster demo");
        }

        return ExitCodes.Done;
    }

    private static JsonObject Describe(string folder)
    {
        if (RunSummary.Read(RunFiles.Summary(folder)) is { } summary)
        {
            return new JsonObject
            {
                ["folder"] = folder,
                ["state"] = RunFolders.IsFinished(folder) ? "complete" : "stopped",
                ["steps"] = summary["steps"]?.DeepClone(),
                ["weights_sha256"] = summary["weights_sha256"]?.DeepClone(),
            };
        }

        var manifest = new CheckpointStore(RunFiles.Checkpoints(folder)).Newest().Checkpoint?.Manifest;
        return new JsonObject
        {
            ["folder"] = folder,
            ["state"] = "open",
            ["steps"] = manifest?.Step ?? 0,
            ["weights_sha256"] = manifest?.WeightsSha256 ?? "",
        };
    }
}
