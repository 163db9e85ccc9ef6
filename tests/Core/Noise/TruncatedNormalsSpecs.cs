using GanCluster.Core.Noise;

namespace GanCluster.Core.Tests.Noise;

public class TruncatedNormalsSpecs
{
    private static readonly NoiseStream Stream = NoiseStream.Of(NoisePurpose.Latent, 3);

    [Fact]
    public void A_number_within_the_bound_is_the_normal_at_its_place()
    {
        var normals = new float[4000];
        Normals.Fill(2, Stream, 0, normals);
        var drawn = Drawn(seed: 2, 0, normals.Length, bound: 1);
        Assert.All(normals.Zip(drawn).Where(pair => Math.Abs(pair.First) <= 1), pair => Assert.Equal(pair.First, pair.Second));
        Assert.All(drawn, value => Assert.InRange(value, -1, 1));
        Assert.InRange(normals.Zip(drawn).Count(pair => pair.First != pair.Second), 1, normals.Length);
    }

    [Fact]
    public void Any_split_of_a_range_gives_the_same_values()
    {
        var whole = Drawn(seed: 2, 0, 300, bound: 0.5);
        for (var first = 0; first < 300; first += 7)
        {
            var count = Math.Min(7, 300 - first);
            Assert.Equal(whole[first..(first + count)], Drawn(seed: 2, (ulong)first, count, bound: 0.5));
        }
    }

    [Fact]
    public void One_outside_is_the_normal_2_to_the_58_further_on_or_that_after_it()
    {
        const ulong First = 5;
        var drawn = Drawn(seed: 2, First, 400, bound: 0.5);
        for (var i = 0; i < drawn.Length; i++)
        {
            var expected = new float[1];
            var draw = 0UL;
            do
            {
                Normals.Fill(2, Stream, (draw << 58) + First + (ulong)i, expected);
            }
            while (Math.Abs(expected[0]) > 0.5 && ++draw < 64);

            Assert.Equal(expected[0], drawn[i]);
        }
    }

    [Fact]
    public void One_that_63_draws_leave_outside_becomes_0()
    {
        // At the least bound one number in 990,000 is; this is the first of the seed.
        var values = Drawn(seed: 4, 1_373_500, 1, TruncatedNormals.LeastBound);

        Assert.Equal([0], values);
    }

    [Theory]
    [InlineData(0.5, 0.08059)]
    [InlineData(1, 0.29113)]
    [InlineData(2, 0.77374)]
    public void Their_variance_is_that_of_a_truncated_normal(double bound, double variance)
    {
        // 1 - 2 T phi(T) / (2 Phi(T) - 1); at n = 200,000 the standard error is below 0.0025.
        var values = Drawn(seed: 3, 0, 200_000, bound);
        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(variance, values.Average(value => (double)value * value), 0.01);
    }

    [Fact]
    public void At_the_least_bound_next_to_none_is_given_up_and_a_lower_bound_is_refused()
    {
        var values = Drawn(seed: 4, 0, 100_000, TruncatedNormals.LeastBound);
        Assert.InRange(values.Count(value => value == 0), 0, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => Drawn(seed: 4, 0, 1, 0.24));
        Assert.Throws<ArgumentOutOfRangeException>(() => Drawn(seed: 4, 1UL << 58, 1, 1));
    }

    private static float[] Drawn(ulong seed, ulong first, int count, double bound)
    {
        var values = new float[count];
        TruncatedNormals.Fill(seed, Stream, first, values, bound);
        return values;
    }
}
