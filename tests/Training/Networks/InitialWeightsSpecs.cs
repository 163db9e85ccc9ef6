using GanCluster.Core.Runs;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Tests.Networks;

public class InitialWeightsSpecs
{
    private static readonly NetworkSpec Dcgan =
        Runs.Family(Runs.Dcgan with { Network = new NetworkOptions { Width = 32 } }).Generator;

    private static readonly NetworkSpec Perceptron =
        Runs.Family(Runs.Mixture with { Network = new NetworkOptions { Width = 64, Depth = 2 } }).Generator;

    [Fact]
    public void Convolutions_are_normal_around_0_and_norms_around_1_with_deviation_2_percent()
    {
        var tensors = Draw(Dcgan);
        AssertMoments(tensors["4.weight"], 0, 0.02);
        AssertMoments(tensors["5.weight"], 1, 0.02);
        Assert.All(tensors["5.bias"], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Linear_layers_are_uniform_within_one_over_the_root_of_their_inputs()
    {
        var bound = 1 / Math.Sqrt(64);
        var weight = Draw(Perceptron)["2.weight"];
        AssertMoments(weight, 0, bound / Math.Sqrt(3));
        Assert.All(weight.Concat(Draw(Perceptron)["2.bias"]), value => Assert.InRange(value, -bound, bound));
        Assert.True(weight.Max() > 0.997 * bound && weight.Min() < -0.997 * bound);
    }

    [Fact]
    public void The_seed_alone_decides_them()
    {
        Assert.Equal(Draw(Dcgan), Draw(Dcgan));
        Assert.NotEqual(Draw(Dcgan)["1.weight"], Draw(Dcgan, seed: 2)["1.weight"]);
    }

    [Fact]
    public void No_two_tensors_share_their_draws()
    {
        var firsts = Draw(Perceptron).Values.Concat(Draw(Perceptron, network: 1).Values).Select(values => values[0]).ToList();
        Assert.Equal(firsts.Count, firsts.Distinct().Count());
    }

    [Fact]
    public void The_gaps_between_parameters_are_zero()
    {
        var layout = ParameterLayout.Of(Perceptron);
        var flat = Enumerable.Repeat(float.NaN, layout.Length).ToArray();
        InitialWeights.Fill(layout, 1, 0, flat);
        var used = layout.Entries.SelectMany(e => Enumerable.Range(e.Offset, e.Count)).ToHashSet();
        Assert.NotEqual(used.Count, layout.Length);
        Assert.All(Enumerable.Range(0, layout.Length).Except(used), i => Assert.Equal(0, flat[i]));
    }

    private static Dictionary<string, float[]> Draw(NetworkSpec spec, ulong seed = 1, int network = 0)
    {
        var layout = ParameterLayout.Of(spec);
        var flat = new float[layout.Length];
        InitialWeights.Fill(layout, seed, network, flat);
        return layout.Entries.ToDictionary(e => e.Name, e => flat.AsSpan(e.Offset, e.Count).ToArray());
    }

    /// <summary>Within four standard errors.</summary>
    private static void AssertMoments(float[] values, double mean, double deviation)
    {
        var error = 4 * deviation / Math.Sqrt(values.Length);
        var found = values.Average(v => (double)v);
        Assert.Equal(mean, found, error);
        Assert.Equal(deviation, Math.Sqrt(values.Average(v => (v - found) * (v - found))), error);
    }
}
