using GanCluster.Training.Measures;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Measures;

public class FrechetDistanceSpecs
{
    [Fact]
    public void A_set_is_at_no_distance_from_itself_in_any_order()
    {
        var samples = Samples.Normal(200, 6, 1);
        Assert.InRange(FrechetDistance.Between(samples, samples), 0, 1e-6);
        Assert.InRange(FrechetDistance.Between(samples, samples.Shuffled()), 0, 1e-6);
    }

    [Fact]
    public void A_shift_of_all_samples_counts_by_its_square()
    {
        var samples = Samples.Normal(200, 6, 1);
        Assert.Equal(6 * 0.25, FrechetDistance.Between(samples, samples.Map(v => v + 0.5)), 1e-6);
    }

    /// <summary>The covariance is 9 times as large and commutes: tr A (3 - 1)^2.</summary>
    [Fact]
    public void A_stretch_counts_by_the_difference_of_the_deviations()
    {
        var samples = Samples.Of(2, 1, 0, -1, 0, 0, 2, 0, -2);
        var trace = (2.0 / 3) + (8.0 / 3);
        Assert.Equal(4 * trace, FrechetDistance.Between(samples, samples.Map(v => 3 * v)), 1e-9);
    }

    /// <summary>In two dimensions tr (AB)^1/2 = sqrt(tr AB + 2 sqrt(det AB)), also where A and B do not commute.</summary>
    [Fact]
    public void Known_Gaussians_have_the_distance_of_the_formula()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new double[] { 2, 1, 1, 3 }, [2, 2]);
        var b = tensor(new double[] { 5, -2, -2, 1 }, [2, 2]);
        var (traceOfProduct, determinant) = ((2 * 5) + (2 * 1 * -2) + (3 * 1), 5.0 * 1.0);
        var expected = 1 + 4 + (2 + 3) + (5 + 1) - (2 * Math.Sqrt(traceOfProduct + (2 * Math.Sqrt(determinant))));

        var actual = FrechetDistance.Between(tensor(new double[] { 1, 0 }), a, tensor(new double[] { 0, 2 }), b);

        Assert.Equal(expected, actual, 1e-9);
    }

    /// <summary>A constant has no covariance: |m - n|^2 + tr A is left.</summary>
    [Fact]
    public void Constant_images_are_as_far_as_the_others_reach()
    {
        var samples = Samples.Of(2, 1, 0, -1, 0, 0, 2, 0, -2);
        Assert.Equal(9 + 16 + (10.0 / 3), FrechetDistance.Between(samples, Samples.Constant(7, 3, 4)), 1e-9);
    }
}
