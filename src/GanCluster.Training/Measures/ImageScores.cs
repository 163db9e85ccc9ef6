using GanCluster.Core;
using GanCluster.Core.Noise;

namespace GanCluster.Training.Measures;

/// <param name="Floor">What the same measure gives for as many real training images: no generator can be told to be better.
/// NaN where there is none.</param>
/// <param name="Count">Images that were measured.</param>
/// <param name="Seed">Chose the training images of the floor, and drew the measured ones if a run made them.</param>
public sealed record ImageScore(string Name, double Value, double Floor, int Count, ulong Seed);

/// <summary>
/// All the measures of a set of images against a data set's test images. Equal images, count and seed give equal figures for the
/// same classifier.
/// </summary>
public sealed class ImageScores
{
    /// <summary>A ball needs five neighbours; far fewer images than features make no covariance either.</summary>
    public const int FewestImages = 100;

    private const int Validation = 1000;

    /// <summary>Kernels on pixels say nothing of larger images, and would need gigabytes.</summary>
    private const int MostPixels = 32 * 32;

    private readonly ReferenceData _data;
    private readonly int _count;
    private readonly ulong _seed;
    private readonly ImageBytes _floor;
    private readonly SampleMatrix? _validation;

    /// <summary>The most images that can be measured against a data set.</summary>
    public static int Most(ReferenceData data) => data.Train.Images.Count - ValidationOf(data);

    /// <exception cref="UserInputException">The training set is too small for a floor of so many images.</exception>
    public ImageScores(ReferenceData data, int count, ulong seed)
    {
        var train = data.Train.Images;
        var validation = ValidationOf(data);
        if (count < FewestImages || count > Most(data))
        {
            throw new UserInputException($"{count} images can't be measured against {data.Name}: "
                + $"give {FewestImages} to {Most(data)}, "
                + $"since the floor takes as many of its {train.Count} training images");
        }

        var order = new SampleOrder(seed, train.Count);
        (_data, _count, _seed) = (data, count, seed);
        _floor = train.Pick(Enumerable.Range(0, count).Select(i => order.IndexAt(i)));
        _validation = validation == 0
            ? null
            : train.Pick(Enumerable.Range(count, validation).Select(i => order.IndexAt(i))).ToIntensities();
    }

    /// <param name="images">As many as the scores are for, of the data's shape.</param>
    public IReadOnlyList<ImageScore> Of(IImageFeatures features, ImageBytes images)
    {
        Check(images);
        return
        [
            .. OfFeatures(
                features.FeaturesOf(images), features.FeaturesOf(_floor), features.FeaturesOf(_data.Test.Images)),
            .. OfPixels(images),
        ];
    }

    /// <param name="images">As many as the scores are for.</param>
    /// <param name="asked">The class that each image was asked to be of; null: none was.</param>
    /// <exception cref="UserInputException">The data set has no such class.</exception>
    public IReadOnlyList<ImageScore> Of(FeatureClassifier classifier, ImageBytes images, IReadOnlyList<int>? asked)
    {
        Check(images);
        if (asked is not null && asked.Max() >= _data.Classes)
        {
            throw new UserInputException($"the images are of classes up to {asked.Max()}, and {_data.Name} has "
                + $"0 to {_data.Classes - 1}: measure them against the data that they were learnt from");
        }

        var (generated, real) = (classifier.Classify(images), classifier.Classify(_data.Test.Images));
        return
        [
            .. OfFeatures(generated.Features, classifier.Classify(_floor).Features, real.Features),
            .. OfPixels(images),
            .. asked is null ? [] : OfClasses(generated.Classes, asked, real.Classes),
        ];
    }

    private ImageScore[] OfFeatures(SampleMatrix generated, SampleMatrix floor, SampleMatrix real)
    {
        var balls = new NeighbourBalls(real);
        var cover = ManifoldMeasures.Of(balls, new NeighbourBalls(generated));
        var floorCover = ManifoldMeasures.Of(balls, new NeighbourBalls(floor));
        return
        [
            Score("frechet_distance", FrechetDistance.Between(real, generated), FrechetDistance.Between(real, floor)),
            Score("kernel_distance", KernelDistance.Between(real, generated), KernelDistance.Between(real, floor)),
            Score("precision", cover.Precision, floorCover.Precision),
            Score("recall", cover.Recall, floorCover.Recall),
            Score("density", cover.Density, floorCover.Density),
            Score("coverage", cover.Coverage, floorCover.Coverage),
        ];
    }

    private ImageScore[] OfPixels(ImageBytes images)
    {
        if (_validation is null)
        {
            return [];
        }

        var test = _data.Test.Images.ToIntensities();
        var value = ParzenWindow.Fit(images.ToIntensities(), _validation, test);
        var floor = ParzenWindow.Fit(_floor.ToIntensities(), _validation, test);
        return
        [
            Score("parzen_log_likelihood", value.LogLikelihood, floor.LogLikelihood),
            Score("parzen_standard_error", value.StandardError, floor.StandardError),
            Score("parzen_sigma", value.Sigma, floor.Sigma),
        ];
    }

    /// <summary>The floor is what the classifier makes of real test images and their labels.</summary>
    private List<ImageScore> OfClasses(int[] predicted, IReadOnlyList<int> asked, int[] predictedOfReal)
    {
        int[] labels = [.. _data.Test.Labels.Select(label => (int)label)];
        var floor = ClassifierAgreement.Of(predictedOfReal, labels, _data.Classes);
        var value = ClassifierAgreement.Of(predicted, asked, _data.Classes);
        return
        [
            Score("classifier_agreement", value.Share, floor.Share),
            .. Enumerable.Range(0, _data.Classes).Where(c => !double.IsNaN(value.ByClass[c]))
                .Select(c => Score($"classifier_agreement_{c}", value.ByClass[c], floor.ByClass[c])),
        ];
    }

    private static int ValidationOf(ReferenceData data) => data.Train.Images.PixelsEach <= MostPixels ? Validation : 0;

    private void Check(ImageBytes images)
    {
        if (images.Count != _count || images.Shape != _data.Test.Images.Shape)
        {
            throw new ArgumentException($"{images.Count} images of {images.Shape} for scores of {_count} of {_data.Test.Images.Shape}");
        }
    }

    private ImageScore Score(string name, double value, double floor) => new(name, value, floor, _count, _seed);
}
