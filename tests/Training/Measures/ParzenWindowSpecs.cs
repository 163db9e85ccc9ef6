using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

public class ParzenWindowSpecs
{
    [Fact]
    public void One_kernel_is_a_Gaussian()
    {
        var values = ParzenWindow.LogLikelihoods(Samples.Of(2, 1, 1), Samples.Of(2, 1, 1, 2, 3), [0.5])[0];
        var atCentre = -Math.Log(2 * Math.PI * 0.25);
        Assert.Equal(atCentre, values[0], 1e-12);
        Assert.Equal(atCentre - ((1 + 4) / (2 * 0.25)), values[1], 1e-12);
    }

    /// <summary>So far from both kernels that their densities are 0 in floating point.</summary>
    [Fact]
    public void Far_samples_keep_a_finite_likelihood()
    {
        var value = ParzenWindow.LogLikelihoods(Samples.Of(1, -1, 1), Samples.Of(1, 0, 100), [0.1])[0];
        var normalizer = 0.5 * Math.Log(2 * Math.PI * 0.01);
        Assert.Equal(-50 - normalizer, value[0], 1e-9);
        Assert.Equal(-(99 * 99 / 0.02) - Math.Log(2) - normalizer, value[1], 1e-6);
    }

    [Fact]
    public void The_order_of_samples_and_kernels_does_not_matter()
    {
        var (kernels, validation, test) = (Samples.Normal(70, 3, 1), Samples.Normal(30, 3, 2), Samples.Normal(901, 3, 3));
        var fit = ParzenWindow.Fit(kernels, validation, test);
        var other = ParzenWindow.Fit(kernels.Shuffled(), validation.Shuffled(), test.Shuffled());
        Assert.Equal(fit.Sigma, other.Sigma);
        Assert.Equal(fit.LogLikelihood, other.LogLikelihood, 1e-10);
        Assert.Equal(fit.StandardError, other.StandardError, 1e-10);
    }

    [Fact]
    public void Mean_and_standard_error_are_those_of_the_test_samples()
    {
        var (kernels, test) = (Samples.Normal(20, 2, 1), Samples.Normal(50, 2, 3));
        var fit = ParzenWindow.Fit(kernels, Samples.Normal(30, 2, 2), test);
        var each = ParzenWindow.LogLikelihoods(kernels, test, [fit.Sigma])[0];
        var deviation = Math.Sqrt(each.Sum(v => Math.Pow(v - fit.LogLikelihood, 2)) / 49);
        Assert.Equal(each.Average(), fit.LogLikelihood, 1e-12);
        Assert.Equal(deviation / Math.Sqrt(50), fit.StandardError, 1e-12);
    }

    /// <summary>With all kernels in one place the likeliest sigma is the samples' own deviation.</summary>
    [Fact]
    public void Sigma_is_the_candidate_that_suits_the_validation_samples()
    {
        var kernels = Samples.Constant(4, 0, 0);
        Assert.Equal(0.1, ParzenWindow.Fit(kernels, Samples.Normal(400, 2, 1).Map(v => v * 0.1), kernels).Sigma, 1e-12);
        Assert.Equal(1, ParzenWindow.Fit(kernels, Samples.Normal(400, 2, 1), kernels).Sigma, 1e-12);
        Assert.Equal(10, ParzenWindow.Candidates.Count);
    }

    [Fact]
    public void Nearer_kernels_make_samples_likelier()
    {
        var (validation, test) = (Samples.Normal(50, 4, 2), Samples.Normal(200, 4, 3));
        var near = ParzenWindow.Fit(Samples.Normal(300, 4, 1), validation, test);
        var far = ParzenWindow.Fit(Samples.Normal(300, 4, 1).Map(v => v + 2), validation, test);
        Assert.True(near.LogLikelihood > far.LogLikelihood + (2 * far.StandardError));
    }
}
