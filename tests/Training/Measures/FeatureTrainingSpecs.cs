using System.Runtime.InteropServices;
using GanCluster.Training.Data;
using GanCluster.Training.Measures;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Tests.Measures;

public class FeatureTrainingSpecs
{
    /// <summary>Chance is 0.1; this many images bring a linear model to about 0.7.</summary>
    [Fact]
    public void A_small_subset_of_the_data_set_teaches_well_above_chance_and_the_same_bits_twice()
    {
        var all = ReferenceData.Read("fashion-mnist", RunParts.BuiltIn, DataCatalog.OfThisMachine());
        var subset = new LabelledImages(all.Train.Images.Take(1500), all.Train.Labels[..1500]);
        using var network = FeatureTraining.Train(subset, 10, seed: 3, epochs: 3);
        using var again = FeatureTraining.Train(subset, 10, seed: 3, epochs: 3);
        using var other = FeatureTraining.Train(subset, 10, seed: 4, epochs: 1);

        var test = new LabelledImages(all.Test.Images.Take(1000), all.Test.Labels[..1000]);
        var accuracy = FeatureClassifier.Accuracy(network, test);

        Assert.True(accuracy > 0.6, $"accuracy {accuracy}");
        Assert.Equal(Bits(network), Bits(again));
        Assert.NotEqual(Bits(network), Bits(other));
    }

    [Fact]
    public void An_images_features_and_class_do_not_depend_on_the_others()
    {
        var images = Pictures.Of(230, 1);
        using var classifier = new FeatureClassifier(
            FeatureTraining.Train(images, 2, seed: 1, epochs: 1), new ClassifierIdentity("halves", 1, 1, ""));

        var all = classifier.Classify(images.Images);
        var some = classifier.Classify(images.Images.Pick([3, 229, 120]));

        Assert.Equal((230, FeatureNetwork.Features), (all.Features.Count, all.Features.Size));
        foreach (var (i, j) in new[] { (0, 3), (1, 229), (2, 120) })
        {
            Assert.Equal(all.Classes[j], some.Classes[i]);
            var (expected, actual) = (all.Features.Row(j).ToArray(), some.Features.Row(i).ToArray());
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    private static string Bits(FeatureNetwork network) =>
        string.Concat(network.Tensors().Select(t => Convert.ToHexString(MemoryMarshal.AsBytes(t.Values.Span))));
}
