using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Measures;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Commands;

/// <summary>
/// <c>evaluate</c>: the figures of a run's images, which are those that <c>sample</c> draws, or of a file's. Both are rounded to
/// bytes first, so that a run and a file of its images have the same figures.
/// </summary>
internal sealed class EvaluateCommand(RunParts parts, TextWriter output, TextWriter notes)
{
    private const int StandardCount = 10_000;
    private const string StandardData = "fashion-mnist";

    /// <summary>One for all: figures by classifiers of other seeds do not compare.</summary>
    private const ulong ClassifierSeed = 1;

    internal int Run(EvaluateOptions options)
    {
        var (classifier, measured) = Measure(options);
        if (options.Json)
        {
            output.WriteLine(Json(options, classifier, measured).ToJsonString());
        }
        else
        {
            WriteTable(classifier, measured);
        }

        return ExitCodes.Done;
    }

    internal (ClassifierIdentity Classifier, IReadOnlyList<ImageScore> Scores) Measure(EvaluateOptions options)
    {
        var sample = new SampleCommand(parts, options.Json ? notes : output, notes);
        var model = options.Run is { } run ? SampleCommand.Truncated(Load(sample, run, options.Step), options.Truncation) : null;
        var file = model is null ? FromFile(options) : null;
        ProcessEnvironment.Apply(model?.Configuration.Cpu ?? "native");
        var data = ReferenceData.Read(
            options.Data ?? model?.Configuration.Data ?? StandardData, parts, DataCatalog.OfThisMachine());
        var scores = new ImageScores(data, file?.Count ?? options.Count ?? StandardCount, options.Seed);
        var drawn = model is null ? null : Draw(model, options);
        var images = file ?? drawn!.Images;
        if (options.Out is { } png)
        {
            var grid = Grid(images);
            sample.Write(png, stream => Png.Write(stream, grid.Width, grid.Height, grid.Channels, grid.Pixels));
        }

        using var classifier = new ClassifierStore(ClassifierStore.DefaultFolder(), notes.WriteLine).Open(data, ClassifierSeed);
        return (
            classifier.Identity,
            [.. scores.Of(classifier, images, drawn?.Asked), .. drawn is null ? [] : OfDiscriminator(model!, drawn, options.Seed)]);
    }

    private TrainedModel Load(SampleCommand sample, string folder, long? step)
    {
        var checkpoint = sample.Find(folder, step);
        var model = TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, parts);
        return MixtureSpec.Find(model.Configuration.Data) is null ? model : throw new UserInputException(
            $"'{folder}' is a run of points, not of images: its figures are in its summary.json; give a run of images");
    }

    private static GreyImages FromFile(EvaluateOptions options)
    {
        var path = options.Images
            ?? throw new UserInputException("nothing to measure: give --run DIR or --images FILE.npy");
        var images = NpyImages.Read(path);
        return options.Count is not { } count ? images.Take(Math.Min(images.Count, StandardCount))
            : count <= images.Count ? images.Take(count)
            : throw new UserInputException($"'{path}' holds {images.Count} images: give a --count up to that, or leave it out");
    }

    private static Drawn Draw(TrainedModel model, EvaluateOptions options)
    {
        var count = options.Count ?? StandardCount;
        using var generator = model.OpenGenerator();
        var samples = generator.Sample(options.Seed, NoisePurpose.Sampling, count);
        var side = (int)Math.Round(Math.Sqrt(samples.Length / count));
        var classes = generator.Classes;
        int[]? asked = classes == 0 ? null : [.. Enumerable.Range(0, count).Select(i => i % classes)];
        return new Drawn(samples, GreyImages.Of(samples, side, $"the images of '{options.Run}'"), asked);
    }

    /// <summary>On the test images of the run's own data; the floors are what the same shares are on its training
    /// images.</summary>
    private ImageScore[] OfDiscriminator(TrainedModel model, Drawn drawn, ulong seed)
    {
        var catalog = DataCatalog.OfThisMachine();
        var count = drawn.Images.Count;
        var value = DiscriminatorAccuracy.Of(model, drawn.Samples, DataSources.HeldOut(model.Configuration, parts, catalog)!);
        var seen = DiscriminatorAccuracy.TakenForReal(model, DataSources.Training(model.Configuration, parts, catalog), count);
        return
        [
            new("discriminator_accuracy_real", value.Real, seen, count, seed),
            new("discriminator_accuracy_generated", value.Generated, 1 - seen, count, seed),
        ];
    }

    private static PixelImage Grid(GreyImages images)
    {
        var count = Math.Min(images.Count, SamplePicture.GridImages);
        var values = new float[count * GreyImages.PixelsEach];
        for (var i = 0; i < count; i++)
        {
            images.CopyValues(i, values.AsSpan(i * GreyImages.PixelsEach, GreyImages.PixelsEach));
        }

        return ImageGrid.Compose(values, count, 1, GreyImages.Side, GreyImages.Side, columns: 8, padding: 2, scale: 2);
    }

    private static JsonObject Json(EvaluateOptions options, ClassifierIdentity by, IReadOnlyList<ImageScore> scores) => new()
    {
        ["source"] = options.Run ?? options.Images,
        ["data"] = by.Data,
        ["count"] = scores[0].Count,
        ["seed"] = options.Seed,
        ["classifier"] = new JsonObject { ["accuracy"] = by.Accuracy, ["seed"] = by.Seed, ["sha256"] = by.Sha256 },
        ["metrics"] = new JsonArray([.. scores.Select(score => new JsonObject
        {
            ["name"] = score.Name,
            ["value"] = score.Value,
            ["floor"] = score.Floor,
            ["count"] = score.Count,
            ["seed"] = score.Seed,
        })]),
    };

    private void WriteTable(ClassifierIdentity by, IReadOnlyList<ImageScore> scores)
    {
        output.WriteLine($"{"measure",-24}{"value",14}{"floor",14}{"count",8}  seed");
        foreach (var score in scores)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{score.Name,-24}{score.Value,14:0.#####}{score.Floor,14:0.#####}{score.Count,8}  {score.Seed}"));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"floor: as many real training images; "
            + $"classifier of {by.Data}: accuracy {by.Accuracy:0.0000}, seed {by.Seed}, {by.Sha256}"));
    }

    /// <param name="Samples">As D sees them.</param>
    /// <param name="Asked">The class that each was asked to be of, every one in turn; null without conditioning.</param>
    private sealed record Drawn(float[] Samples, GreyImages Images, IReadOnlyList<int>? Asked);
}
