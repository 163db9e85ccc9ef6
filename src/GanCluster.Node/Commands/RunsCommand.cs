using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Checkpoints;

namespace GanCluster.Node.Commands;

/// <param name="Compared">Folders or numbers of runs; null: none, so all are listed.</param>
internal sealed record RunsOptions(bool Json, IReadOnlyList<string>? Compared = null);

/// <summary><c>runs</c>: what lies under ./runs, a line each; or some of them side by side.</summary>
internal sealed class RunsCommand : Verb<RunsOptions>
{
    private const int ShownOfHash = 12;

    private readonly CommandContext _context;
    private readonly Argument<string[]> _compared = new("DIR")
    {
        Description = "Two or more runs to compare, each by its folder or its number under ./runs.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<bool> _json = SharedOptions.Json("As JSON: a run a line, or the comparison.");

    internal RunsCommand(CommandContext context)
        : base("runs", "Lists what has run under ./runs, or compares some.")
    {
        _context = context;
        Take(_compared, _json);
        Validators.Add(result =>
        {
            if (result.GetResult(_compared) is { Tokens.Count: 1 })
            {
                result.AddError("one run is nothing to compare; give two or more, or use status --run DIR");
            }
        });
    }

    internal override RunsOptions Read(ParseResult parsed) =>
        new(parsed.GetValue(_json), parsed.GetValue(_compared) is { Length: > 0 } compared ? compared : null);

    internal override Task<int> Run(RunsOptions options, CancellationToken stop)
    {
        var folders = new RunFolders("runs").All;
        if (options.Compared is { } compared)
        {
            Compare(RunComparison.Of([.. compared.Select(given => Read(given, folders))]), options.Json);
        }
        else if (options.Json)
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

    private void Compare(RunComparison comparison, bool json)
    {
        if (json)
        {
            _context.Output.WriteLine(comparison.ToJson().ToJsonString());
            return;
        }

        var listing = new Listing([new Column(""), .. comparison.Folders.Select(folder => new Column(Path.GetFileName(Path.GetFullPath(folder))))])
        {
            IsHeaded = true,
        };
        foreach (var row in comparison.Configuration.Concat(comparison.Figures))
        {
            var isHash = row.Name == "weights_sha256";
            listing.Add([row.Name, .. row.Values.Select(value => (Cell)(isHash ? Start(value) : value))]);
        }

        _context.Write(listing);
    }

    /// <exception cref="UserInputException">There is no such run.</exception>
    private static ComparedRun Read(string given, IReadOnlyList<string> folders)
    {
        var folder = Directory.Exists(given) || !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? given
            : folders.FirstOrDefault(known => Path.GetFileName(known).StartsWith($"{number:D4}-", StringComparison.Ordinal)) ?? given;
        return RunComparison.Read(folder, $"{Describe(folder)["state"]}");
    }

    private static Listing Listing(IEnumerable<JsonObject> runs)
    {
        var listing = new Listing(
            new Column("folder"), new Column("state"), new Column("steps", IsNumber: true), new Column("images/s", IsNumber: true),
            new Column("measure"), new Column("weights_sha256"));
        foreach (var run in runs)
        {
            listing.Add(
                $"{run["folder"]}", $"{run["state"]}", $"{run["steps"]} steps", run["images_per_s"] is { } rate ? $"{rate} images/s" : "",
                run["measure"] is { } measure ? $"{measure["name"]} {measure["value"]}" : "", Start($"{run["weights_sha256"]}"));
        }

        return listing;
    }

    private static string Start(string hash) => hash.Length > ShownOfHash ? hash[..ShownOfHash] : hash;

    private static JsonObject Describe(string folder)
    {
        if (RunSummary.Read(RunFiles.Summary(folder)) is { } summary)
        {
            var measure = (summary["metrics"] as JsonArray)?.FirstOrDefault();
            return new JsonObject
            {
                ["folder"] = folder,
                ["state"] = RunFolders.IsFinished(folder) ? "complete" : "stopped",
                ["steps"] = summary["steps"]?.DeepClone(),
                ["images_per_s"] = summary["images_per_s"]?.DeepClone(),
                ["measure"] = measure is null ? null : new JsonObject
                {
                    ["name"] = measure["name"]?.DeepClone(),
                    ["value"] = measure["value"]?.DeepClone(),
                },
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
