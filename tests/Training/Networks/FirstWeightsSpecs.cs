using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class FirstWeightsSpecs
{
    private static readonly RunConfiguration Dcgan = Runs.Dcgan with { Network = new NetworkOptions { Width = 32 } };

    private static readonly RunConfiguration Perceptron =
        Runs.Mixture with { Network = new NetworkOptions { Width = 64, Depth = 2 } };

    [Fact]
    public void Convolutions_are_normal_around_0_and_norms_around_1_with_deviation_2_percent()
    {
        var tensors = Draw(Dcgan);
        AssertMoments(tensors["g.4.weight"], 0, 0.02);
        AssertMoments(tensors["g.5.weight"], 1, 0.02);
        Assert.All(tensors["g.5.bias"], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Linear_layers_are_uniform_within_one_over_the_root_of_their_inputs()
    {
        var bound = 1 / Math.Sqrt(64);
        var weight = Draw(Perceptron)["g.2.weight"];
        AssertMoments(weight, 0, bound / Math.Sqrt(3));
        Assert.All(weight.Concat(Draw(Perceptron)["g.2.bias"]), value => Assert.InRange(value, -bound, bound));
        Assert.True(weight.Max() > 0.997 * bound && weight.Min() < -0.997 * bound);
    }

    [Fact]
    public void The_seed_alone_decides_them()
    {
        Assert.Equal(Draw(Dcgan), Draw(Dcgan));
        Assert.NotEqual(Draw(Dcgan)["g.1.weight"], Draw(Dcgan with { Seed = 2 })["g.1.weight"]);
    }

    [Fact]
    public void No_two_tensors_share_their_draws()
    {
        var firsts = Draw(Perceptron).Values.Select(values => values[0]).ToList();
        Assert.Equal(firsts.Count, firsts.Distinct().Count());
    }

    [Fact]
    public void Modules_of_ones_own_draw_from_TorchSharps_generator_by_the_runs_seed()
    {
        Assert.Equal(Draw(OwnParts.Points), Draw(OwnParts.Points));
        Assert.NotEqual(Draw(OwnParts.Points)["g.0.weight"], Draw(OwnParts.Points with { Seed = 2 })["g.0.weight"]);
    }

    private static Dictionary<string, float[]> Draw(RunConfiguration run)
    {
        var (g, d) = Runs.Family(run).First(CPU);
        using (g)
        using (d)
        {
            return Named("g", g).Concat(Named("d", d)).ToDictionary();
        }
    }

    private static IEnumerable<KeyValuePair<string, float[]>> Named(string prefix, BoundNetwork network) =>
        network.Layout.Entries.Zip(network.Leaves, (e, leaf) => KeyValuePair.Create($"{prefix}.{e.Name}", Tensors.Floats(leaf)));

    /// <summary>Within four standard errors.</summary>
    private static void AssertMoments(float[] values, double mean, double deviation)
    {
        var error = 4 * deviation / Math.Sqrt(values.Length);
        var found = values.Average(v => (double)v);
        Assert.Equal(mean, found, error);
        Assert.Equal(deviation, Math.Sqrt(values.Average(v => (v - found) * (v - found))), error);
    }
}
