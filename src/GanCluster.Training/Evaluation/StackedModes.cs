using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Core;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Measures;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Evaluation;

/// <param name="Modes">That at least one image is of.</param>
/// <param name="ReverseKl">KL(histogram of the images by mode || uniform), in nats.</param>
public sealed record StackedCounts(int Modes, double ReverseKl);

/// <summary>
/// Which of the thousand modes of stacked MNIST images are of, by a classifier of MNIST that is asked of each layer (Metz et al.,
/// 2017). The noise floor of the reverse KL is about (modes - 1) / (2 * images): 0.019 of 26,000.
/// </summary>
public sealed class StackedModes : IDisposable
{
    /// <summary>As VEEGAN and PacGAN measure with.</summary>
    public const int StandardImages = 26_000;

    /// <summary>For a check of a run: real ones then have some 925 modes and a reverse KL of 0.2.</summary>
    public const int FewImages = 2_600;

    private const int AtOnce = 640;
    private readonly FeatureClassifier _classifier;

    internal StackedModes(FeatureClassifier classifier) => _classifier = classifier;

    public ClassifierIdentity Identity => _classifier.Identity;

    /// <returns>Null where a run's images are not stacked.</returns>
    /// <param name="note">Told when the classifier has to be trained first.</param>
    /// <exception cref="UserInputException">The set that is stacked is not on this machine, or has no labels.</exception>
    public static StackedModes? Of(RunConfiguration configuration, RunParts parts, DataCatalog catalog, Action<string> note) =>
        configuration.Data != StackedImages.Name || parts.IsOwnData(configuration.Data)
            ? null
            : new(new ClassifierStore(ClassifierStore.DefaultFolder(), note)
                .Open(ReferenceData.Read(DataCatalog.FilesOf(configuration.Data), parts, catalog), ClassifierStore.StandardSeed));

    public StackedCounts OfDrawn(Generator generator, ulong seed, NoisePurpose purpose, int count) =>
        Count(count, (first, some) => generator.Sample(seed, purpose, some, start: first));

    /// <param name="source">Of which the first ones are counted.</param>
    public StackedCounts OfReal(IDataSource source, int count) => Count(count, (first, some) =>
    {
        var samples = new float[some * source.ValuesPerSample];
        for (var i = 0; i < some; i++)
        {
            source.Copy(source.IndexAt(first + i), samples.AsSpan(i * source.ValuesPerSample, source.ValuesPerSample));
        }

        return samples;
    });

    public void Dispose() => _classifier.Dispose();

    private StackedCounts Count(int count, Func<int, int, float[]> images)
    {
        var histogram = new int[(int)Math.Pow(_classifier.Classes, StackedSource.Layers)];
        for (var first = 0; first < count; first += AtOnce)
        {
            var some = Math.Min(AtOnce, count - first);
            var samples = images(first, some);
            var pixels = new byte[samples.Length];
            ImageGrid.ToPixels(samples, pixels);
            var side = (int)Math.Sqrt(samples.Length / (some * StackedSource.Layers));
            var layers = _classifier.Classify(GreyImages.Of(pixels, side, "the layers of stacked images")).Classes;
            foreach (var stack in layers.Chunk(StackedSource.Layers))
            {
                histogram[stack.Aggregate(0, (mode, layer) => (mode * _classifier.Classes) + layer)]++;
            }
        }

        return new StackedCounts(histogram.Count(n => n > 0), ModeMeasures.KlToUniform(histogram));
    }
}
