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
    private readonly ReferenceData _data;
    private readonly int _count;
    private readonly ulong _seed;
    private readonly GreyImages _floor;
    private readonly SampleMatrix _validation;

    /// <exception cref="UserInputException">The training set is too small for a floor of so many images.</exception>
    public ImageScores(ReferenceData data, int count, ulong seed)
    {
        var train = data.Train.Images;
        if (count < FewestImages || count + Validation > train.Count)
        {
            throw new UserInputException($"{count} images can't be measured against {data.Name}: "
                + $"give {FewestImages} to {train.Count - Validation}, "
                + $"since the floor takes as many of its {train.Count} training images");
        }

        var order = new SampleOrder(seed, train.Count);
        (_data, _count, _seed) = (data, count, seed);
        _floor = train.Pick(Enumerable.Range(0, count).Select(i => order.IndexAt(i)));
        _validation = train.Pick(Enumerable.Range(count, Validation).Select(i => order.IndexAt(i))).ToIntensities();
    }

    /// <param name="images">As many as the scores are for.</param>
    /// <param name="asked">The class that each image was asked to be of; null: none was.</param>
    /// <exception cref="UserInputException">The data set has no such class.</exception>
    public IReadOnlyList<ImageScore> Of(FeatureClassifier classifier, GreyImages images, IReadOnlyList<int>? asked)
    {
        if (images.Count != _count)
        {
            throw new ArgumentException($"{images.Count} images for scores of {_count}");
        }

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

    private ImageScore[] OfPixels(GreyImages images)
    {
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

    private ImageScore Score(string name, double value, double floor) => new(name, value, floor, _count, _seed);
}
