using GanCluster.Training.Evaluation;

namespace GanCluster.Training.Tests.Evaluation;

public class BicubicSpecs
{
    private static readonly float[] Line = [0, 0.5f, 0.25f, -0.5f];

    /// <summary>Places 1.125 and -0.375 of the line, by Keys's equation 15: -49, 987, 93 and -7 over 1024, and -75.</summary>
    [Theory]
    [InlineData(6, (987 * 0.5 / 1024) + (93 * 0.25 / 1024) + (7 * 0.5 / 1024))]
    [InlineData(0, -75 * 0.5 / 1024)]
    public void A_pixel_is_the_cubic_sum_of_its_four_neighbours_by_hand(int pixel, double expected)
    {
        var columns = Bicubic.Enlarge([.. Enumerable.Range(0, 16).Select(i => Line[i % 4])], 4, 4);
        var rows = Bicubic.Enlarge([.. Enumerable.Range(0, 16).Select(i => Line[i / 4])], 4, 4);
        for (var other = 0; other < 16; other++)
        {
            Assert.Equal(expected, columns[(other * 16) + pixel], 1e-7);
            Assert.Equal(expected, rows[(pixel * 16) + other], 1e-7);
        }
    }

    [Fact]
    public void A_parabola_is_kept_where_no_neighbour_lies_outside()
    {
        static double Height(double x) => (0.02 * x * x) - (0.1 * x) - 0.3;
        var large = Bicubic.Enlarge([.. Enumerable.Range(0, 49).Select(i => (float)Height(i % 7))], 7, 4);
        for (var x = 6; x < 22; x++)
        {
            Assert.Equal(Height(((x + 0.5) / 4) - 0.5), large[x], 1e-6);
        }
    }

    [Fact]
    public void What_overshoots_is_clamped()
    {
        var large = Bicubic.Enlarge([-1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1, -1, -1, 1, 1], 4, 4);
        Assert.Equal((-1, 1), (large.Min(), large.Max()));
        Assert.Equal((1, -1), (large[10], large[5]));
    }
}
