using GanCluster.Core.Health.Recorded;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Measures;

namespace GanCluster.Node.Spoilt;

/// <summary>Measures what <see cref="CollapseTruth"/> goes by.</summary>
/// <param name="classifier">Of the images that are reference; null for a mixture.</param>
/// <param name="reference">Likewise.</param>
internal sealed class Truth(RunConfiguration configuration, FeatureClassifier? classifier, ReferenceData? reference) : IDisposable
{
    private const int Points = 10_000;
    private const int Images = 1_000;
    private readonly Lazy<SampleMatrix> _real = new(() => classifier!.FeaturesOf(reference!.Test.Images.Take(2 * Images)));

    internal IEnumerable<(string Name, double Value)> Of(TrainedModel model)
    {
        using var generator = model.OpenGenerator();
        return MixtureSpec.Find(configuration.Data) is { } mixture ? OfPoints(generator, mixture) : OfImages(generator, model);
    }

    public void Dispose() => classifier?.Dispose();

    private (string, double)[] OfPoints(Generator generator, MixtureSpec mixture)
    {
        float[] points =
            [.. generator.Sample(configuration.Seed, NoisePurpose.Sampling, Points).Select(v => v * mixture.Scale)];
        return
        [
            (CollapseTruth.Held, ModeMeasures.Held(mixture, points, CollapseTruth.HeldPart)),
            (CollapseTruth.Share, ModeMeasures.Of(mixture, points).HighQualityShare),
        ];
    }

    private (string, double)[] OfImages(Generator generator, TrainedModel model)
    {
        var samples = generator.Sample(configuration.Seed, NoisePurpose.Sampling, Images);
        var made = classifier!.Classify(
            GreyImages.Of(ImageBytes.Of(model.Family.Image!, samples, "the images of a check"), "the images of a check"));
        var least = CollapseTruth.HeldPart * Images / classifier.Classes;
        return
        [
            (CollapseTruth.Held, made.Classes.CountBy(label => label).Count(label => label.Value >= least)),
            (CollapseTruth.Distance, FrechetDistance.Between(_real.Value, made.Features)),
        ];
    }
}
