using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Quality;

/// <summary>Which images are measured, and against which.</summary>
/// <param name="Run">The folder of a run; null: <paramref name="Images"/>, an .npy file.</param>
/// <param name="Count">Null: 10,000, or what the file holds or the data allows if that is less.</param>
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

/// <summary>What figures go by; they compare with others by the same alone.</summary>
/// <param name="Name">Of the features.</param>
/// <param name="Data">The real images.</param>
/// <param name="Sha256">Of the network's weights.</param>
/// <param name="Classifier">Null: the features are not a classifier's.</param>
internal sealed record MeasuredBy(string Name, string Data, string Sha256, ClassifierIdentity? Classifier);

/// <summary>
/// The figures of a run's images, which are those that <c>sample</c> draws, or of a file's. Both are rounded to bytes first, so
/// that a run and a file of its images have the same figures. Grey images of 28 x 28 go by a classifier of the data's, others by
/// features of a random network.
/// </summary>
internal sealed record ImageFigures(MeasuredBy By, IReadOnlyList<ImageScore> Scores)
{
    private const int StandardCount = 10_000;
    private const string StandardData = "fashion-mnist";

    /// <summary>Drawn at once unless the count is given: 512 MB.</summary>
    private const int MostValues = 1 << 27;

    /// <param name="told">Gets the path of the grid.</param>
    /// <param name="notes">Gets what a person may want to know meanwhile.</param>
    internal static ImageFigures Of(ImageQuestion question, RunParts parts, TextWriter told, TextWriter notes)
    {
        var model = question.Run is { } run ? Load(run, question, parts, notes) : null;
        var file = model is null ? FromFile(question) : null;
        ProcessEnvironment.Apply(model?.Configuration.Cpu ?? "native");
        var (catalog, reference) = (DataCatalog.OfThisMachine(), DataCatalog.OfThisMachine());
        var isPath = question.Data?.AsSpan().IndexOfAny('/', '\\') >= 0;
        if (isPath)
        {
            // Where the run has data of a name, D is measured on these all the same.
            reference.Path = Path.GetFullPath(question.Data!);
            catalog.Path = model?.Configuration.Data.Length == 0 ? reference.Path : null;
        }

        var shape = model?.Family.Image ?? file!.Shape;
        var name = isPath ? "" : question.Data ?? model?.Configuration.Data ?? StandardData;
        var isClassified = GreyImages.Takes(shape) && !parts.IsOwnData(name) && reference.FindIdx(name) is not null;
        var data = isClassified
            ? ReferenceData.Read(name, parts, reference)
            : SourceImages.Read(Reading(model?.Configuration, name, shape, parts), shape, parts, reference);
        var scores = new ImageScores(data, file?.Count ?? question.Count ?? CountOf(data, shape), question.Seed);
        var drawn = model is null ? null : Draw(model, question, question.Count ?? CountOf(data, shape));
        var images = file ?? drawn!.Images;
        if (question.Out is { } png)
        {
            var grid = Grid(images);
            OutputFile.Write(png, told, stream => Png.Write(stream, grid.Width, grid.Height, grid.Channels, grid.Pixels));
        }

        var (by, measured) = isClassified
            ? ByClassifier(scores, data, images, drawn?.Asked, notes)
            : ByRandomFeatures(scores, data, images, notes);
        return new ImageFigures(
            by,
            [
                .. measured,
                .. drawn is null ? [] : OfDiscriminator(model!, drawn, question.Seed, parts, catalog),
                .. drawn is null ? [] : OfStacks(model!, question.Seed, parts, catalog, notes),
            ]);
    }

    private static (MeasuredBy By, IReadOnlyList<ImageScore> Scores) ByClassifier(
        ImageScores scores, ReferenceData data, ImageBytes images, IReadOnlyList<int>? asked, TextWriter notes)
    {
        using var classifier = new ClassifierStore(ClassifierStore.DefaultFolder(), notes.WriteLine).Open(data, ClassifierStore.StandardSeed);
        var identity = classifier.Identity;
        return (
            new MeasuredBy("classifier", data.Name, identity.Sha256, identity),
            scores.Of(classifier, GreyImages.Of(images, "the images"), asked));
    }

    private static (MeasuredBy By, IReadOnlyList<ImageScore> Scores) ByRandomFeatures(
        ImageScores scores, ReferenceData data, ImageBytes images, TextWriter notes)
    {
        notes.WriteLine($"measured by {RandomFeatures.Name}: the classifier is for grey images of 28 x 28 with labels alone");
        using var features = new RandomFeatures(images.Shape);
        return (
            new MeasuredBy(RandomFeatures.Name, data.Name, features.Sha256(), Classifier: null), scores.Of(features, images));
    }

    /// <summary>What reads the real images as those that are measured are.</summary>
    /// <param name="configuration">Of the run that made these; null: a file has them.</param>
    private static RunConfiguration Reading(RunConfiguration? configuration, string data, ImageShape shape, RunParts parts) =>
        configuration?.Data == data ? configuration
        : new RunConfiguration
        {
            Family = "vanilla",
            Data = data,
            Image = shape.Height == shape.Width ? new() { Size = shape.Height, Channels = shape.Channels } : new(),
        };

    private static int CountOf(ReferenceData data, ImageShape shape) => Math.Min(
        Math.Min(StandardCount, MostValues / (shape.Channels * shape.Height * shape.Width)), ImageScores.Most(data));

    private static TrainedModel Load(string folder, ImageQuestion question, RunParts parts, TextWriter notes)
    {
        var model = RunModel.Load(parts, folder, question.Step, question.Truncation, notes.WriteLine);
        return MixtureSpec.Find(model.Configuration.Data) is not null
            ? throw new UserInputException(
                $"'{folder}' is a run of points, not of images: its figures are in its summary.json; give a run of images")
            : model.Family.Image is not null
            ? model
            : throw new UserInputException(
                $"'{folder}' has samples of shape ({string.Join(", ", model.Family.Shape)}), which are no images: its own figures "
                + "are in its summary.json; `sample` writes its samples");
    }

    private static ImageBytes FromFile(ImageQuestion question)
    {
        var path = question.Images
            ?? throw new UserInputException("nothing to measure: give --run DIR or --images FILE.npy");
        var images = NpyImages.Read(path);
        return question.Count is not { } count ? images.Take(Math.Min(images.Count, StandardCount))
            : count <= images.Count ? images.Take(count)
            : throw new UserInputException($"'{path}' holds {images.Count} images: give a --count up to that, or leave it out");
    }

    private static Drawn Draw(TrainedModel model, ImageQuestion question, int count)
    {
        using var generator = model.OpenGenerator();
        var samples = generator.Sample(question.Seed, NoisePurpose.Sampling, count);
        var classes = generator.Classes;
        int[]? asked = classes == 0 ? null : [.. Enumerable.Range(0, count).Select(i => i % classes)];
        return new Drawn(samples, ImageBytes.Of(model.Family.Image!, samples, $"the images of '{question.Run}'"), asked);
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
        var scores = DiscriminatorScores.Of(model, drawn.Samples, heldOut);
        var seen = DiscriminatorScores.OfReal(model, DataSources.Evenly(model.Configuration, parts, catalog), count);
        if (scores.Boundary is not { } boundary)
        {
            var (value, floor) = (Separation(scores.Generated), Separation(seen));
            return [new("discriminator_separation", value, floor, count, seed)];
        }

        var taken = Taken(seen);
        return
        [
            new("discriminator_accuracy_real", Taken(scores.Real), taken, count, seed),
            new("discriminator_accuracy_generated", 1 - Taken(scores.Generated), 1 - taken, count, seed),
        ];

        double Taken(float[] of) => DiscriminatorAccuracy.ShareAbove(of, boundary);
        double Separation(float[] others) => DiscriminatorAccuracy.Separation(scores.Real, others);
    }

    /// <summary>The protocol of stacked MNIST, whatever number of images is asked for.</summary>
    private static ImageScore[] OfStacks(TrainedModel model, ulong seed, RunParts parts, DataCatalog catalog, TextWriter notes)
    {
        using var modes = StackedModes.Of(model.Configuration, parts, catalog, notes.WriteLine);
        if (modes is null)
        {
            return [];
        }

        using var generator = model.OpenGenerator();
        var (value, floor) = (
            modes.OfDrawn(generator, seed, NoisePurpose.Sampling, StackedModes.StandardImages),
            modes.OfReal(DataSources.HeldOut(model.Configuration, parts, catalog)!, StackedModes.StandardImages));
        notes.WriteLine($"modes by the classifier of MNIST, accuracy {modes.Identity.Accuracy:0.0000}, {modes.Identity.Sha256}");
        return
        [
            new("modes", value.Modes, floor.Modes, StackedModes.StandardImages, seed),
            new("reverse_kl", value.ReverseKl, floor.ReverseKl, StackedModes.StandardImages, seed),
        ];
    }

    private static PixelImage Grid(ImageBytes images)
    {
        var count = Math.Min(images.Count, SamplePicture.GridImages);
        var values = new float[count * images.PixelsEach];
        for (var i = 0; i < count; i++)
        {
            images.CopyValues(i, values.AsSpan(i * images.PixelsEach, images.PixelsEach));
        }

        var (channels, height, width) = images.Shape;
        return ImageGrid.Compose(values, count, channels, height, width, columns: 8, padding: 2, scale: 2);
    }

    /// <param name="Samples">As D sees them.</param>
    /// <param name="Asked">The class that each was asked to be of, every one in turn; null without conditioning.</param>
    private sealed record Drawn(float[] Samples, ImageBytes Images, IReadOnlyList<int>? Asked);
}
