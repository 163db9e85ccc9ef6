using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

public class ManifoldMeasuresSpecs
{
    /// <summary>A closed ball to the fifth neighbour holds six samples of its own set.</summary>
    [Fact]
    public void A_set_covers_itself()
    {
        var samples = Samples.Normal(101, 9, 1);
        Assert.Equal(new ManifoldMeasures(1, 1, 1.2, 1), Of(samples, samples));
        Assert.Equal(new ManifoldMeasures(1, 1, 1.2, 1), Of(samples, samples.Shuffled()));
    }

    [Fact]
    public void Sets_far_apart_share_nothing()
    {
        var samples = Samples.Normal(50, 4, 1);
        Assert.Equal(new ManifoldMeasures(0, 0, 0, 0), Of(samples, samples.Map(v => v + 100)));
    }

    [Fact]
    public void The_order_of_samples_does_not_matter()
    {
        var (real, generated) = (Samples.Normal(203, 11, 1), Samples.Normal(150, 11, 2).Map(v => v * 1.2));
        var measures = Of(real, generated);
        Assert.Equal(measures, Of(real.Shuffled(), generated.Shuffled()));
        Assert.InRange(measures.Precision, 0.1, 0.9);
    }

    /// <summary>
    /// Real samples at 0 to 9 on a line; radii to the third neighbour are 3, 2, 2, ..., 2, 3 and to the fifth
    /// 5, 4, 3, ..., 3, 4, 5.
    /// Generated ones lie at 11.5 six times (radius 0) and at 20.
    /// </summary>
    [Fact]
    public void Samples_on_a_line_have_the_shares_counted_by_hand()
    {
        var real = Samples.Of(1, [.. Enumerable.Range(0, 10).Select(i => (double)i)]);
        var generated = Samples.Of(1, 11.5, 11.5, 11.5, 11.5, 11.5, 11.5, 20);

        var measures = Of(real, generated);

        // 11.5 is within 3 of 9; the ball of 20 reaches 8.5 down; within 5 of 9 and 4 of 8 (3.5), but not within 3 of 7.
        Assert.Equal(6.0 / 7, measures.Precision);
        Assert.Equal(0, Of(real, Samples.Constant(6, 11.5)).Recall);
        Assert.Equal(0, measures.Recall, 1e-12);
        Assert.Equal(6 * 2 / 5.0 / 7, measures.Density, 1e-12);
        Assert.Equal(0.2, measures.Coverage, 1e-12);
    }

    /// <summary>All on one real sample: every one is likely, and all but one place is missing.</summary>
    [Fact]
    public void A_collapsed_set_is_precise_and_recalls_one_sample()
    {
        var real = Samples.Normal(60, 5, 1);
        var measures = Of(real, Samples.Constant(40, real.Row(7).ToArray()));
        Assert.Equal((1, 1.0 / 60), (measures.Precision, measures.Recall));
        Assert.InRange(measures.Coverage, 1.0 / 60, 0.9);
    }

    [Fact]
    public void Too_few_samples_for_five_neighbours_are_refused() =>
        Assert.Throws<ArgumentException>(() => new NeighbourBalls(Samples.Normal(5, 2, 1)));

    private static ManifoldMeasures Of(SampleMatrix real, SampleMatrix generated) =>
        ManifoldMeasures.Of(new NeighbourBalls(real), new NeighbourBalls(generated));
}
