using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Measures;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Quality;

/// <summary>Which images are measured, and against which.</summary>
/// <param name="Run">The folder of a run; null: <paramref name="Images"/>, an .npy file.</param>
/// <param name="Count">Null: 10,000, or what the file holds if that is less.</param>
/// <param name="Data">Null: the run's own data set, or fashion-mnist.</param>
/// <param name="Out">A PNG grid of the first images.</param>
/// <param name="Truncation">Null: latents as the run's configuration says.</param>
/// <param name="Step">The version; null: the newest that is kept.</param>
internal sealed record ImageQuestion(
    string? Run,
    string? Images,
    int? Count,
    ulong Seed,
    string? Data,
    string? Out,
    double? Truncation = null,
    long? Step = null);

/// <summary>
/// The figures of a run's images, which are those that <c>sample</c> draws, or of a file's. Both are rounded to bytes first, so
/// that a run and a file of its images have the same figures.
/// </summary>
/// <param name="Classifier">Whose features and classes they go by.</param>
internal sealed record ImageFigures(ClassifierIdentity Classifier, IReadOnlyList<ImageScore> Scores)
{
    private const int StandardCount = 10_000;
    private const string StandardData = "fashion-mnist";

    /// <summary>One for all: figures by classifiers of other seeds do not compare.</summary>
    private const ulong ClassifierSeed = 1;

    /// <param name="told">Gets the path of the grid.</param>
    /// <param name="notes">Gets what a person may want to know meanwhile.</param>
    internal static ImageFigures Of(ImageQuestion question, RunParts parts, TextWriter told, TextWriter notes)
    {
        var model = question.Run is { } run ? Load(run, question, parts, notes) : null;
        var file = model is null ? FromFile(question) : null;
        ProcessEnvironment.Apply(model?.Configuration.Cpu ?? "native");
        var (catalog, reference) = (DataCatalog.OfThisMachine(notes.WriteLine), DataCatalog.OfThisMachine(notes.WriteLine));
        var isPath = question.Data?.AsSpan().IndexOfAny('/', '\\') >= 0;
        if (isPath)
        {
            // Where the run has data of a name, D is measured on these all the same.
            reference.Path = Path.GetFullPath(question.Data!);
            catalog.Path = model?.Configuration.Data.Length == 0 ? reference.Path : null;
        }

        var name = isPath ? Path.GetFileName(Path.TrimEndingDirectorySeparator(reference.Path!)) : question.Data;
        var data = ReferenceData.Read(name ?? model?.Configuration.Data ?? StandardData, parts, reference);
        var scores = new ImageScores(data, file?.Count ?? question.Count ?? StandardCount, question.Seed);
        var drawn = model is null ? null : Draw(model, question);
        var images = file ?? drawn!.Images;
        if (question.Out is { } png)
        {
            var grid = Grid(images);
            OutputFile.Write(png, told, stream => Png.Write(stream, grid.Width, grid.Height, grid.Channels, grid.Pixels));
        }

        using var classifier = new ClassifierStore(ClassifierStore.DefaultFolder(), notes.WriteLine).Open(data, ClassifierSeed);
        return new ImageFigures(
            classifier.Identity,
            [
                .. scores.Of(classifier, images, drawn?.Asked),
                .. drawn is null ? [] : OfDiscriminator(model!, drawn, question.Seed, parts, catalog),
            ]);
    }

    private static TrainedModel Load(string folder, ImageQuestion question, RunParts parts, TextWriter notes)
    {
        var model = RunModel.Load(parts, folder, question.Step, question.Truncation, notes.WriteLine);
        var shape = model.Family.Shape;
        return MixtureSpec.Find(model.Configuration.Data) is not null
            ? throw new UserInputException(
                $"'{folder}' is a run of points, not of images: its figures are in its summary.json; give a run of images")
            : shape is [1, var height, var width] && height == width && GreyImages.Takes(height)
            ? model
            : throw new UserInputException(
                $"'{folder}' has samples of shape ({string.Join(", ", shape)}), and the measures are for grey images of 28 x 28, or "
                + "32 x 32 with a border of 2: its own figures are in its summary.json; `sample` writes its samples");
    }

    private static GreyImages FromFile(ImageQuestion question)
    {
        var path = question.Images
            ?? throw new UserInputException("nothing to measure: give --run DIR or --images FILE.npy");
        var images = NpyImages.Read(path);
        return question.Count is not { } count ? images.Take(Math.Min(images.Count, StandardCount))
            : count <= images.Count ? images.Take(count)
            : throw new UserInputException($"'{path}' holds {images.Count} images: give a --count up to that, or leave it out");
    }

    private static Drawn Draw(TrainedModel model, ImageQuestion question)
    {
        var count = question.Count ?? StandardCount;
        using var generator = model.OpenGenerator();
        var samples = generator.Sample(question.Seed, NoisePurpose.Sampling, count);
        var side = (int)Math.Round(Math.Sqrt(samples.Length / count));
        var classes = generator.Classes;
        int[]? asked = classes == 0 ? null : [.. Enumerable.Range(0, count).Select(i => i % classes)];
        return new Drawn(samples, GreyImages.Of(samples, side, $"the images of '{question.Run}'"), asked);
    }

    /// <summary>On the test images of the run's own data, if it has some; the floors are what the same shares are on its training
    /// images.</summary>
    private static ImageScore[] OfDiscriminator(
        TrainedModel model, Drawn drawn, ulong seed, RunParts parts, DataCatalog catalog)
    {
        if (DataSources.HeldOut(model.Configuration, parts, catalog) is not { } heldOut)
        {
            return [];
        }

        var count = drawn.Images.Count;
        var value = DiscriminatorAccuracy.Of(model, drawn.Samples, heldOut);
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

    /// <param name="Samples">As D sees them.</param>
    /// <param name="Asked">The class that each was asked to be of, every one in turn; null without conditioning.</param>
    private sealed record Drawn(float[] Samples, GreyImages Images, IReadOnlyList<int>? Asked);
}
