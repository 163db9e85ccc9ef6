using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Quality;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Commands;

/// <param name="Only">The runs; none: all.</param>
internal sealed record BenchQualityOptions(QualityTerms Terms, IReadOnlyList<string> Only, bool Json = false);

/// <summary><c>bench quality</c>: the named systems' figures against what they must reach; hours on two cores.</summary>
internal sealed class BenchQualityCommand : Verb<BenchQualityOptions>
{
    private readonly CommandContext _context;
    private readonly Option<string?> _out =
        OptionOf.Path("--out", "DIR", "Where runs, figures and pictures go; what is there is not done again.");
    private readonly Option<string[]> _only = new("--only") { HelpName = "NAME", Description = "This run alone; may be repeated." };
    private readonly Option<long?> _images =
        SharedOptions.Images("Train every run with N real images, instead of its own number.");
    private readonly Option<int?> _count = OptionOf.Whole("--count", "N", "Measure N images of each run.", 100, 10_000, 10_000);
    private readonly Option<ulong?> _seed = SharedOptions.Seed("The runs' seed, and that of their measures.");
    private readonly Option<int?> _workers = OptionOf.Whole("--workers", "W", "Workers in this process.", 1, 256, 2);

    private readonly Option<bool> _json = SharedOptions.Json("Figures and goals as one line of JSON.");

    internal BenchQualityCommand(CommandContext context)
        : base("quality", "Trains the named systems, measures them, and says which goals hold. Takes hours.")
    {
        _context = context;
        _out.Required = true;
        Take(_out, _only, _images, _count, _seed, _workers, _json);
    }

    internal override BenchQualityOptions Read(ParseResult parsed) => new(
        new QualityTerms(
            parsed.GetRequiredValue(_out)!,
            parsed.GetValue(_images),
            parsed.GetValue(_count)!.Value,
            parsed.GetValue(_seed) ?? 1,
            parsed.GetValue(_workers)!.Value),
        parsed.GetValue(_only) ?? [],
        parsed.GetValue(_json));

    internal override Task<int> Run(BenchQualityOptions options, CancellationToken stop)
    {
        var runs = options.Only.Count == 0 ? QualityRun.All : [.. QualityRun.All.Where(Chosen(options.Only).Contains)];
        Make(options.Terms.Out);
        var training = _context.Training(TextWriter.Null, CommandContext.Progress());
        var bench = new QualityBench(options.Terms, _context.Parts, training, _context.Error);
        var figures = new Dictionary<string, QualityFigures>();
        foreach (var run in runs)
        {
            figures[run.Name] = bench.Figures(run, stop);
            if (!options.Json)
            {
                Report(run, figures[run.Name]);
            }
        }

        IReadOnlyList<(QualityGoal Goal, double Figure)> reached =
            [.. QualityGoal.All.Where(goal => goal.Runs.All(figures.ContainsKey)).Select(goal => (goal, goal.Figure(Metric)))];
        if (options.Json)
        {
            _context.Output.WriteLine(Json(figures, reached).ToJsonString());
        }
        else
        {
            Report(reached);
        }

        return Task.FromResult(reached.All(goal => goal.Goal.Holds(goal.Figure)) ? ExitCodes.Done : ExitCodes.Failed);

        double Metric(string run, string metric) => figures[run].Metrics[metric];
    }

    private static List<QualityRun> Chosen(IReadOnlyList<string> names) => [.. names.Select(QualityRun.Find)];

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't make '{folder}': {DiskErrors.Reason(e)}; give another --out", e);
        }
    }

    private void Report(QualityRun run, QualityFigures figures)
    {
        _context.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Name}: {figures.Question.Images} images in {figures.Seconds:0} s, weights {figures.WeightsSha256[..16]}"));
        var listing = new Listing(
            new Column("measure"), new Column("value", IsNumber: true), new Column("floor", IsNumber: true));
        foreach (var (name, value) in figures.Metrics.Where(metric => !metric.Key.EndsWith("_floor", StringComparison.Ordinal)))
        {
            listing.Add("  " + name, Number(value), figures.Metrics.TryGetValue(name + "_floor", out var floor) ? Number(floor) : "");
        }

        _context.Write(listing);
    }

    private void Report(IEnumerable<(QualityGoal Goal, double Figure)> reached)
    {
        var listing = new Listing(
            new Column("goal"), new Column("figure", IsNumber: true), new Column("bound"), new Column(""));
        foreach (var (goal, figure) in reached)
        {
            var holds = goal.Holds(figure);
            listing.Add(
                goal.What,
                figure.ToString("0.###", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{(goal.IsLeast ? "at least" : "at most")} {goal.Bound:0.##}"),
                new Cell(holds ? "holds" : "falls short", holds));
        }

        _context.Write(listing);
    }

    internal static JsonObject Json(
        IReadOnlyDictionary<string, QualityFigures> figures, IReadOnlyList<(QualityGoal Goal, double Figure)> reached) => new()
    {
        ["runs"] = new JsonArray(
        [
            .. figures.Select(run => (JsonNode)new JsonObject
            {
                ["name"] = run.Key,
                ["images"] = run.Value.Question.Images,
                ["seconds"] = run.Value.Seconds,
                ["weights_sha256"] = run.Value.WeightsSha256,
                ["measures"] = new JsonObject(run.Value.Metrics.Select(metric => KeyValuePair.Create<string, JsonNode?>(metric.Key, metric.Value))),
            }),
        ]),
        ["goals"] = new JsonArray(
        [
            .. reached.Select(goal => (JsonNode)new JsonObject
            {
                ["goal"] = goal.Goal.What,
                ["figure"] = double.IsFinite(goal.Figure) ? goal.Figure : null,
                ["is_least"] = goal.Goal.IsLeast,
                ["bound"] = goal.Goal.Bound,
                ["holds"] = goal.Goal.Holds(goal.Figure),
            }),
        ]),
        ["holds"] = reached.All(goal => goal.Goal.Holds(goal.Figure)),
    };

    private static string Number(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);
}
