using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Node.Frontier;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Commands;

internal sealed record BenchFrontierOptions(FrontierQuestion Question, bool Json);

/// <summary><c>bench frontier</c>: a run with <c>sync=parameters</c> for several K; its measures beside what it sends.</summary>
internal sealed class BenchFrontierCommand : Verb<BenchFrontierOptions>
{
    private const int MostEvery = 1_000_000;

    private static readonly int[] Usual = [1, 5, 10, 20, 50, 100, 200];

    /// <summary>Those of them that a run has are shown; the JSON has all.</summary>
    private static readonly string[] Shown = ["modes", "high_quality_share", "reverse_kl", "frechet_distance", "recall"];

    private readonly CommandContext _context;
    private readonly Argument<string> _run = SharedOptions.Run();
    private readonly Option<string?> _out =
        OptionOf.Path("--out", "DIR", "Where the trainings go, a folder each; what is there is not done again.");
    private readonly Option<int[]?> _every = OptionOf.Text(
        "--every", "LIST", "Each K, steps between two averagings. Otherwise 1,5,10,20,50,100,200.",
        $"whole numbers from 1 to {MostEvery}, as 1,20,200", Numbers);
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<ulong?> _seed = SharedOptions.Seed("The run's seed, instead of the configuration's.");
    private readonly Option<long?> _images =
        SharedOptions.Images("Stop each training after N real images; otherwise at the horizon.");
    private readonly Option<int?> _count =
        OptionOf.Whole("--count", "N", "Measure N images of each training.", 100, 10_000, 10_000);
    private readonly Option<int?> _workers = OptionOf.Whole("--workers", "W", "Workers in this process.", 1, 256, 1);
    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal BenchFrontierCommand(CommandContext context)
        : base("frontier", "Trains a run once for each K of sync=parameters: quality beside bytes a step.")
    {
        _context = context;
        _out.Required = true;

        // Or it would take what follows the list, for its value is a list.
        _every.Arity = ArgumentArity.ExactlyOne;
        Take(_run, _every, _out, _set, _seed, _images, _count, _workers, _json);
    }

    internal override BenchFrontierOptions Read(ParseResult parsed) => new(
        new FrontierQuestion(
            parsed.GetRequiredValue(_run),
            parsed.GetValue(_every) is { Length: > 0 } given ? given : Usual,
            parsed.GetValue(_set) ?? [],
            parsed.GetValue(_seed),
            parsed.GetValue(_images),
            parsed.GetValue(_count)!.Value,
            parsed.GetValue(_workers)!.Value,
            parsed.GetRequiredValue(_out)!),
        parsed.GetValue(_json));

    internal override Task<int> Run(BenchFrontierOptions options, CancellationToken stop)
    {
        var frontier = new AveragingFrontier(
            options.Question, _context.Parts, _context.Training(TextWriter.Null, CommandContext.Progress()), _context.Error);
        frontier.Check();
        var points = options.Question.Every.Select(every => frontier.Point(every, stop)).ToList();
        if (options.Json)
        {
            _context.Output.WriteLine(Json(options.Question, points).ToJsonString());
        }
        else
        {
            Write(points);
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private static int[]? Numbers(string text)
    {
        var numbers = text.Split(',')
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var every) ? every : 0).ToArray();
        return numbers.All(every => every is >= 1 and <= MostEvery) ? [.. numbers.Distinct().Order()] : null;
    }

    private void Write(IReadOnlyList<FrontierPoint> points)
    {
        var shown = Shown.Where(points[0].Metrics.ContainsKey).ToList();
        var listing = new Listing(
        [
            new Column("every", IsNumber: true),
            .. shown.Select(name => new Column(name, IsNumber: true)),
            new Column("bytes a step", IsNumber: true),
            new Column("weights_sha256"),
        ])
        {
            IsHeaded = true,
        };
        foreach (var point in points)
        {
            listing.Add(
            [
                $"{point.Every}",
                .. shown.Select(name => (Cell)(point.Metrics.TryGetValue(name, out var value) ? Number(value) : "")),
                point.BytesPerStep.ToString("0", CultureInfo.InvariantCulture),
                point.WeightsSha256[..16],
            ]);
        }

        _context.Write(listing);
    }

    private static JsonObject Json(FrontierQuestion question, IReadOnlyList<FrontierPoint> points) => new()
    {
        ["run"] = question.Run,
        ["settings"] = new JsonArray([.. question.Settings.Select(setting => (JsonNode)setting)]),
        ["points"] = new JsonArray(
        [
            .. points.Select(point => (JsonNode)new JsonObject
            {
                ["every"] = point.Every,
                ["steps"] = point.Steps,
                ["bytes_per_step"] = point.BytesPerStep,
                ["weights_sha256"] = point.WeightsSha256,
                ["measures"] = new JsonObject(point.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal)
                    .Select(metric => KeyValuePair.Create<string, JsonNode?>(
                        metric.Key, double.IsFinite(metric.Value) ? metric.Value : null))),
            }),
        ]),
    };

    private static string Number(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);
}
