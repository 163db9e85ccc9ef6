using GanCluster.Training.Data;

namespace GanCluster.Training.Tests.Data;

public sealed class ModeMeasuresSpecs
{
    private static readonly MixtureSpec Two = new("two", [(-1, 0), (1, 0)], 0.1f);

    [Fact]
    public void A_perfect_half_and_half_has_all_modes_and_no_divergence() =>
        Assert.Equal(new ModeMeasures(2, 1, 0), ModeMeasures.Of(Two, [-1, 0, 1, 0]));

    [Fact]
    public void A_collapse_on_one_of_two_modes_diverges_by_ln_2()
    {
        var measures = ModeMeasures.Of(Two, [-1, 0, -1, 0.1f, -1.1f, 0]);
        Assert.Equal((1, 1.0), (measures.Modes, measures.HighQualityShare));
        Assert.Equal(Math.Log(2), measures.ReverseKl, 1e-12);
    }

    [Fact]
    public void A_point_just_outside_three_sigma_counts_in_the_histogram_only()
    {
        var measures = ModeMeasures.Of(Two, [-1, 0.299f, 1, 0.301f, -1, 0, -1, 0]);
        Assert.Equal((1, 0.75), (measures.Modes, measures.HighQualityShare));
        Assert.Equal((0.75 * Math.Log(1.5)) + (0.25 * Math.Log(0.5)), measures.ReverseKl, 1e-12);
    }

    [Fact]
    public void Points_that_are_not_finite_lower_the_share_and_are_in_no_bin()
    {
        var measures = ModeMeasures.Of(Two, [-1, 0, 1, 0, float.NaN, 0, 0, float.PositiveInfinity]);
        Assert.Equal(new ModeMeasures(2, 0.5, 0), measures);
        Assert.Equal(new ModeMeasures(0, 0, Math.Log(2)), ModeMeasures.Of(Two, [float.NaN, float.NaN]));
    }

    [Fact]
    public void The_true_mixtures_reach_the_ceiling()
    {
        foreach (var spec in MixtureSpec.All)
        {
            const int samples = 40_000;
            var measures = ModeMeasures.Of(spec, TrueSamples(spec, samples));

            // 98.89 % with a standard error of 0.052 %; the KL's expectation is (modes - 1) / (2 * samples).
            Assert.Equal(spec.Means.Count, measures.Modes);
            Assert.Equal(1 - Math.Exp(-4.5), measures.HighQualityShare, 0.0025);
            Assert.InRange(measures.ReverseKl, 0, 2.0 * spec.Means.Count / (2 * samples));
        }
    }

    [Fact]
    public void No_points_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ModeMeasures.Of(Two, []));
        Assert.Throws<ArgumentException>(() => ModeMeasures.Of(Two, [1]));
    }

    private static float[] TrueSamples(MixtureSpec spec, int count)
    {
        var random = new Random(1);
        var source = new MixtureDataSource(spec, _ => random.Next(spec.Means.Count), (_, pair) => BoxMuller(random, pair));
        var points = new float[2 * count];
        for (var i = 0; i < count; i++)
        {
            source.Copy(i, points.AsSpan(2 * i, 2));
        }

        return [.. points.Select(value => value * spec.Scale)];
    }

    private static void BoxMuller(Random random, Span<float> pair)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        var (sin, cos) = Math.SinCos(Math.Tau * random.NextDouble());
        (pair[0], pair[1]) = ((float)(radius * cos), (float)(radius * sin));
    }
}
