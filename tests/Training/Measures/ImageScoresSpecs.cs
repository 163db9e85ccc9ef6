using GanCluster.Core;
using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

public sealed class ImageScoresSpecs(ImageScoresSpecs.Trained trained) : IClassFixture<ImageScoresSpecs.Trained>
{
    private const int Count = 120;

    private readonly FeatureClassifier _classifier = trained.Classifier;

    [Fact]
    public void Real_images_score_near_the_floor_and_a_constant_image_far_from_it()
    {
        var scores = new ImageScores(Pictures.Data, Count, seed: 1);
        var real = Values(scores.Of(_classifier, Pictures.Of(Count, 7).Images, null));
        var grey = GreyImages.Of(Enumerable.Repeat((byte)128, Count * 784).ToArray(), 28, "grey");
        var constant = Values(scores.Of(_classifier, grey, null));

        Assert.InRange(real["frechet_distance"].Value, 0, 3 * real["frechet_distance"].Floor);
        Assert.True(constant["frechet_distance"].Value > 10 * real["frechet_distance"].Floor);
        Assert.True(constant["kernel_distance"].Value > Math.Abs(10 * real["kernel_distance"].Value));
        Assert.True(real["recall"].Value > 0.5, $"{real["recall"]}");
        Assert.Equal(0, constant["recall"].Value);
        Assert.True(constant["parzen_log_likelihood"].Value < real["parzen_log_likelihood"].Value);
        Assert.All(real.Values, score => Assert.Equal((Count, 1UL), (score.Count, score.Seed)));
    }

    [Fact]
    public void The_order_of_the_images_does_not_matter_and_the_seed_chooses_the_floor()
    {
        var images = Pictures.Of(Count, 7).Images;
        var reversed = images.Pick(Enumerable.Range(1, Count).Select(i => (long)(Count - i)));
        var scores = new ImageScores(Pictures.Data, Count, seed: 1).Of(_classifier, images, null);
        var other = new ImageScores(Pictures.Data, Count, seed: 1).Of(_classifier, reversed, null);
        var seeded = Values(new ImageScores(Pictures.Data, Count, seed: 2).Of(_classifier, images, null));

        Assert.All(scores.Zip(other), pair => Assert.Equal(pair.First.Value, pair.Second.Value, 1e-4));
        Assert.Equal(scores.Select(s => s.Floor), other.Select(s => s.Floor));
        Assert.NotEqual(Values(scores)["frechet_distance"].Floor, seeded["frechet_distance"].Floor);
        Assert.Equal(Values(scores)["frechet_distance"].Value, seeded["frechet_distance"].Value);
    }

    [Fact]
    public void Asked_labels_are_compared_with_the_predicted_classes()
    {
        var data = Pictures.Of(Count, 7);
        int[] asked = [.. data.Labels.Select((label, i) => i < 30 ? 1 - label : label)];
        var scores = Values(new ImageScores(Pictures.Data, Count, seed: 1).Of(_classifier, data.Images, asked));
        Assert.Equal((0.75, 1), (scores["classifier_agreement"].Value, scores["classifier_agreement"].Floor));
        Assert.Equal(0.75, scores["classifier_agreement_1"].Value);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(301)]
    public void A_count_without_a_floor_is_refused(int count) => Assert.Contains(
        "give 100 to 300",
        Assert.Throws<UserInputException>(() => new ImageScores(Pictures.Data, count, 1)).Message,
        StringComparison.Ordinal);

    private static Dictionary<string, ImageScore> Values(IEnumerable<ImageScore> scores) => scores.ToDictionary(s => s.Name);

    public sealed class Trained : IDisposable
    {
        public FeatureClassifier Classifier { get; } = new(
            FeatureTraining.Train(Pictures.Data.Train, 2, seed: 1, epochs: 1), new ClassifierIdentity("halves", 1, 1, ""));

        public void Dispose() => Classifier.Dispose();
    }
}
