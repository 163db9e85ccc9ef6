using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

public class LinearClassifierSpecs
{
    [Fact]
    public void It_tells_what_a_line_divides_whatever_the_classes_sizes()
    {
        double[] samples = [0, 1, 0.2, 1.1, -0.1, 0.8, 5, 5, 5.1, 4.8, -4, 6, -4.2, 6.1];
        int[] labels = [0, 0, 0, 1, 1, 2, 2];

        var classifier = LinearClassifier.Fit(new SampleMatrix(samples, 7, 2), labels, classes: 3);

        Assert.Equal(labels, classifier.Classify(new SampleMatrix(samples, 7, 2)));
        Assert.Equal([1, 2, 0], classifier.Classify(new SampleMatrix([4.5, 5, -4.5, 6, 0.1, 0.9], 3, 2)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Of_samples_that_are_all_alike_all_are_of_the_class_that_most_have(int count)
    {
        double[] samples = [.. Enumerable.Repeat(new[] { 3.0, 1 }, count).SelectMany(sample => sample)];

        var classifier = LinearClassifier.Fit(new SampleMatrix(samples, count, 2), [.. Enumerable.Repeat(1, count)], classes: 3);

        Assert.Equal([1, 1], classifier.Classify(new SampleMatrix([3, 1, 7, 8], 2, 2)));
    }

    [Fact]
    public void Its_slopes_are_those_of_least_squares()
    {
        // One feature: class 1 has the values 1 and 3, class 0 the values -1 and -3; slope of y on x is sum xy / sum x^2 = 4 / 20.
        var classifier = LinearClassifier.Fit(new SampleMatrix([1, 3, -1, -3], 4, 1), [1, 1, 0, 0], classes: 2);

        Assert.Equal([-0.2, 0.2, 0.5, 0.5], classifier.Weights.Select(w => Math.Round(w, 3)));
    }
}
