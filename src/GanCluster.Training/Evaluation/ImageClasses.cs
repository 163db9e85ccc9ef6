using GanCluster.Core.Health;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Evaluation;

/// <summary>
/// Of which classes a version's images are, where the run's data have labels, whether or not the GAN is told them: by a
/// <see cref="LinearClassifier"/> of the run's first training images, asked at every check. A class that the training stream has lost
/// is seen by its share of the images; that a single one is of a class <c>evaluate</c> tells better.
/// </summary>
public sealed class ImageClasses
{
    /// <summary>To learn from: twice as many tell Fashion-MNIST's classes no better.</summary>
    private const int Learnt = 4096;

    /// <summary>Of the share that a class has of the real images, from which on it counts as there.</summary>
    private const double There = 0.2;

    private readonly ImageShape _shape;
    private readonly int _classes;
    private readonly IDataSource _training;
    private LinearClassifier? _classifier;

    /// <param name="training">With labels, in the set's own order.</param>
    internal ImageClasses(ImageShape shape, int classes, IDataSource training) =>
        (_shape, _classes, _training) = (shape, classes, training);

    /// <returns>Null where the run's samples are no images, too small, made from others, or of data without labels.</returns>
    public static ImageClasses? Of(FoundData data, RunConfiguration configuration, RunParts parts)
    {
        var family = parts.FamilyOf(configuration);
        return data.Facts.Classes > 1 && !family.Upscales && family.Image is { } shape
            && Math.Min(shape.Height, shape.Width) >= RandomFeatures.SmallestSide && data.Labelled(configuration, parts) is { } training
                ? new ImageClasses(shape, data.Facts.Classes, training)
                : null;
    }

    /// <param name="real">Held-out ones, that the others are measured against.</param>
    /// <param name="floor">As many others, which no generator can be told to be better than.</param>
    /// <returns>The classes that are there, and KL(histogram of the images by class || that of the real ones), in nats.</returns>
    internal Measure[] Of(ImageBytes generated, ImageBytes real, ImageBytes floor, RandomFeatures features, ulong seed)
    {
        var classifier = _classifier ??= Learn(features);
        var (made, held, others) = (Histogram(generated), Histogram(real), Histogram(floor));
        return
        [
            new(HealthCheck.Classes, CountOf(made, held), seed, CountOf(others, held)),
            new(HealthCheck.ClassKl, Kl(made, held), seed, Kl(others, held)),
        ];

        int[] Histogram(ImageBytes images)
        {
            var histogram = new int[_classes];
            foreach (var label in classifier.Classify(features.QuartersOf(images)))
            {
                histogram[label]++;
            }

            return histogram;
        }
    }

    /// <summary>A class that the real ones do not have is not counted.</summary>
    internal static int CountOf(int[] histogram, int[] real) => histogram.Zip(real)
        .Count(pair => pair.Second > 0 && (double)pair.First / histogram.Sum() >= There * pair.Second / real.Sum());

    /// <summary>With half an image more in each class: of a few hundred, none in one is no proof of none.</summary>
    internal static double Kl(int[] histogram, int[] real)
    {
        const double More = 0.5;
        var (all, ofReal) = (histogram.Sum() + (More * histogram.Length), real.Sum() + (More * real.Length));
        return histogram.Zip(real, (n, m) => (P: (n + More) / all, Q: (m + More) / ofReal)).Sum(pair => pair.P * Math.Log(pair.P / pair.Q));
    }

    private LinearClassifier Learn(RandomFeatures features)
    {
        var (count, each) = (Math.Min(_training.Count ?? Learnt, Learnt), _training.ValuesPerSample);
        var (images, labels) = (new float[count * each], new int[count]);
        for (var i = 0; i < count; i++)
        {
            // All over the set, which may be sorted by class.
            var index = i * (_training.Count ?? count) / count;
            _training.Copy(index, images.AsSpan(i * each, each));
            labels[i] = _training.LabelOf(index);
        }

        return LinearClassifier.Fit(features.QuartersOf(ImageBytes.Of(_shape, images, "the images of a check")), labels, _classes);
    }
}
