using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Quality;
using GanCluster.Node.Terminal;
using GanCluster.Training.Libtorch;

namespace GanCluster.Node.Commands;

internal sealed record EvaluateOptions(ImageQuestion Question, bool Json);

/// <summary><c>evaluate</c>: what a run's images, or a file's, are worth.</summary>
internal sealed class EvaluateCommand : Verb<EvaluateOptions>
{
    private readonly CommandContext _context;
    private readonly Option<string?> _run =
        OptionOf.Path("--run", "DIR", "The folder of a run, whose averaged generator draws the images.");
    private readonly Option<long?> _step = SharedOptions.Version();
    private readonly Option<string?> _images =
        OptionOf.Path("--images", "FILE.npy", "Images from elsewhere: uint8, or float32 in [-1, 1]; N x H x W, or N x C x H x W.");
    private readonly Option<int?> _count = OptionOf.Whole(
        "--count", "N", "How many. Otherwise 10000, or as many as FILE or the data has.", 1, 10_000_000);
    private readonly Option<ulong?> _seed = OptionOf.Whole(
        "--seed", "n", "Draws the latents and chooses the real images of the floor.", ulong.MinValue, ulong.MaxValue, 1UL);
    private readonly Option<string?> _data = OptionOf.Text(
        "--data",
        "NAME|PATH",
        "The real images: a set's name, or a folder (with a slash in it, as ./photos). Otherwise the run's, or fashion-mnist.",
        "a data set's name or a path",
        name => name);
    private readonly Option<double?> _truncation = SharedOptions.Truncation();
    private readonly Option<string?> _out = OptionOf.Path("--out", "FILE.png", "Where a grid of the first 64 images goes.");
    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal EvaluateCommand(CommandContext context)
        : base("evaluate", "Measures images against real ones, each figure beside what real images get.")
    {
        _context = context;
        Take(_run, _step, _images, _count, _seed, _data, _truncation, _out, _json);
        SharedOptions.AtMostOne(this, _run, _images);
        SharedOptions.OnlyWith(this, _run, _step, _truncation);
    }

    internal override EvaluateOptions Read(ParseResult parsed) => new(
        new ImageQuestion(
            parsed.GetValue(_run),
            parsed.GetValue(_images),
            parsed.GetValue(_count),
            parsed.GetValue(_seed)!.Value,
            parsed.GetValue(_data),
            parsed.GetValue(_out),
            parsed.GetValue(_truncation),
            parsed.GetValue(_step)),
        parsed.GetValue(_json));

    internal override Task<int> Run(EvaluateOptions options, CancellationToken stop)
    {
        using var gate = FinalizerGate.EnterLong();
        var figures = ImageFigures.Of(
            options.Question, _context.Parts, options.Json ? _context.Error : _context.Output, _context.Error);
        if (options.Json)
        {
            _context.Output.WriteLine(Json(options.Question, figures).ToJsonString());
        }
        else
        {
            WriteTable(figures);
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private static JsonObject Json(ImageQuestion question, ImageFigures figures) => new()
    {
        ["source"] = question.Run ?? question.Images,
        ["data"] = figures.By.Data,
        ["count"] = figures.Scores[0].Count,
        ["seed"] = question.Seed,
        ["features"] = new JsonObject { ["name"] = figures.By.Name, ["sha256"] = figures.By.Sha256 },
        ["classifier"] = figures.By.Classifier is { } classifier
            ? new JsonObject { ["accuracy"] = classifier.Accuracy, ["seed"] = classifier.Seed, ["sha256"] = classifier.Sha256 }
            : null,
        ["metrics"] = new JsonArray([.. figures.Scores.Select(score => new JsonObject
        {
            ["name"] = score.Name,
            ["value"] = score.Value,
            ["floor"] = score.Floor,
            ["count"] = score.Count,
            ["seed"] = score.Seed,
        })]),
    };

    private void WriteTable(ImageFigures figures)
    {
        var listing = new Listing(
            new Column("measure"), new Column("value", IsNumber: true), new Column("floor", IsNumber: true),
            new Column("count", IsNumber: true), new Column("seed"))
        {
            IsHeaded = true,
        };
        foreach (var score in figures.Scores)
        {
            listing.Add(score.Name, Number(score.Value), Number(score.Floor), $"{score.Count}", $"{score.Seed}");
        }

        _context.Write(listing);
        var by = figures.By;
        _context.Output.WriteLine("floor: as many real training images; " + (by.Classifier is { } classifier
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"classifier of {by.Data}: accuracy {classifier.Accuracy:0.0000}, seed {classifier.Seed}, {by.Sha256}")
            : $"{by.Name} on {by.Data}, {by.Sha256}"));
    }

    private static string Number(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);
}
