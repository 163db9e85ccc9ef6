using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

public class PairMeasuresSpecs
{
    private static readonly SampleMatrix Noise = Samples.Normal(3, 13 * 13, 1);

    [Fact]
    public void Psnr_is_that_of_the_squared_error_averaged_over_images()
    {
        var references = Samples.Constant(2, 100, 100, 100, 100);
        var images = Samples.Of(4, 110, 90, 110, 90, 101, 101, 99, 99);
        var expected = (20 * Math.Log10(255 / 10.0)) + (20 * Math.Log10(255 / 1.0));
        Assert.Equal(expected / 2, PeakSignalToNoise.Mean(images, references, 255), 1e-10);
        Assert.Equal(double.PositiveInfinity, PeakSignalToNoise.Mean(images, images, 255));
    }

    [Fact]
    public void Neither_changes_with_the_units()
    {
        var other = Samples.Normal(3, 13 * 13, 2);
        Assert.Equal(
            PeakSignalToNoise.Mean(Noise, other, 1),
            PeakSignalToNoise.Mean(Noise.Map(v => v * 7), other.Map(v => v * 7), 7),
            1e-9);
        Assert.Equal(
            StructuralSimilarity.Mean(Noise, other, 1),
            StructuralSimilarity.Mean(Noise.Map(v => v * 7), other.Map(v => v * 7), 7),
            1e-9);
    }

    [Fact]
    public void Equal_images_have_similarity_1_and_it_is_the_same_either_way()
    {
        var other = Samples.Normal(3, 13 * 13, 2);
        Assert.Equal(1, StructuralSimilarity.Mean(Noise, Noise, 2), 1e-12);
        Assert.Equal(StructuralSimilarity.Mean(Noise, other, 2), StructuralSimilarity.Mean(other, Noise, 2), 1e-12);
        Assert.True(StructuralSimilarity.Mean(Noise.Map(v => 10 + v), Noise.Map(v => 10 - v), 20) < 0);
    }

    /// <summary>Without variance (2ab + C1) / (a^2 + b^2 + C1) is left.</summary>
    [Fact]
    public void Constant_images_have_the_similarity_of_their_means()
    {
        double[] dark = [.. Enumerable.Repeat(50.0, 144)];
        double[] bright = [.. Enumerable.Repeat(200.0, 144)];
        var c1 = Math.Pow(0.01 * 255, 2);
        var expected = ((2 * 50 * 200) + c1) / ((50 * 50) + (200 * 200) + c1);
        Assert.Equal(
            expected, StructuralSimilarity.Mean(Samples.Constant(2, dark), Samples.Constant(2, bright), 255), 1e-9);
    }

    /// <summary>An image of 11 x 11 holds the window once: weighted moments written out.</summary>
    [Fact]
    public void One_window_gives_the_formula_of_the_weighted_moments()
    {
        var (x, y) = (Samples.Normal(1, 121, 1).Values, Samples.Normal(1, 121, 2).Values);
        var raw = Enumerable.Range(0, 121)
            .Select(i => Math.Exp(-(Math.Pow((i % 11) - 5, 2) + Math.Pow((i / 11) - 5, 2)) / (2 * 1.5 * 1.5))).ToArray();
        double Mean(Func<int, double> of) => Enumerable.Range(0, 121).Sum(i => raw[i] * of(i)) / raw.Sum();
        var (mx, my) = (Mean(i => x[i]), Mean(i => y[i]));
        var covariance = Mean(i => (x[i] - mx) * (y[i] - my));
        var variances = Mean(i => Math.Pow(x[i] - mx, 2)) + Mean(i => Math.Pow(y[i] - my, 2));
        var (c1, c2) = (Math.Pow(0.01 * 2, 2), Math.Pow(0.03 * 2, 2));
        var expected = ((2 * mx * my) + c1) * ((2 * covariance) + c2) / (((mx * mx) + (my * my) + c1) * (variances + c2));

        Assert.Equal(expected, StructuralSimilarity.Mean(new SampleMatrix(x, 1, 121), new SampleMatrix(y, 1, 121), 2), 1e-10);
    }

    [Fact]
    public void Sets_that_do_not_pair_are_refused()
    {
        Assert.Throws<ArgumentException>(() => PeakSignalToNoise.Mean(Noise, Samples.Normal(2, 169, 1), 1));
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Mean(Noise, Samples.Normal(3, 144, 1), 1));
        var small = Samples.Normal(1, 100, 1);
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Mean(small, small, 1));
    }
}
