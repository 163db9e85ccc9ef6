using System.CommandLine;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Checkpoints;

namespace GanCluster.Node.Commands;

internal sealed record RunsOptions(bool Json);

/// <summary><c>runs</c>: what lies under ./runs, a line each.</summary>
internal sealed class RunsCommand : Verb<RunsOptions>
{
    private readonly CommandContext _context;
    private readonly Option<bool> _json = SharedOptions.Json("As JSON, a run a line.");

    internal RunsCommand(CommandContext context)
        : base("runs", "Lists what has run under ./runs.")
    {
        _context = context;
        Take(_json);
    }

    internal override RunsOptions Read(ParseResult parsed) => new(parsed.GetValue(_json));

    internal override Task<int> Run(RunsOptions options, CancellationToken stop)
    {
        var folders = new RunFolders("runs").All;
        if (options.Json)
        {
            foreach (var folder in folders)
            {
                _context.Output.WriteLine(Describe(folder).ToJsonString());
            }
        }
        else if (folders.Count == 0)
        {
            _context.Output.WriteLine("nothing has run here: ./gancluster demo");
        }
        else
        {
            _context.Write(Listing(folders.Select(Describe)));
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private static Listing Listing(IEnumerable<JsonObject> runs)
    {
        var listing = new Listing(
            new Column("folder"), new Column("state"), new Column("steps", IsNumber: true), new Column("weights_sha256"));
        foreach (var run in runs)
        {
            listing.Add($"{run["folder"]}", $"{run["state"]}", $"{run["steps"]} steps", $"{run["weights_sha256"]}");
        }

        return listing;
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

        var (step, weights) = Newest(new CheckpointStore(RunFiles.Checkpoints(folder)));
        return new JsonObject
        {
            ["folder"] = folder,
            ["state"] = "open",
            ["steps"] = step,
            ["weights_sha256"] = weights,
        };
    }

    private static (long Step, string WeightsSha256) Newest(CheckpointStore store)
    {
        try
        {
            return store.Newest().Checkpoint is { Manifest: var manifest } ? (manifest.Step, manifest.WeightsSha256) : (0, "");
        }
        catch (UserInputException)
        {
            // Of another version's format: what it says of itself can't be read.
            return (store.Kept() is [var step, ..] ? step : 0, "");
        }
    }
}
