using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Images;

public sealed class ScatterPlotSpecs
{
    private static readonly (float X, float Y)[] OneMean = [(0.5f, 0.5f)];

    [Fact]
    public void A_mean_above_and_right_of_the_origin_has_its_circle_of_three_sigma_there()
    {
        var plot = ScatterPlot.Render([], OneMean, sigma: 0.02f, extent: 1);
        Assert.Equal((512, 512, 3), (plot.Width, plot.Height, plot.Channels));

        // 240 pixels a unit: the mean is at (376, 136) and 3 sigma are 14.4 pixels.
        Assert.NotEqual(White, At(plot, 376 + 14, 136));
        Assert.NotEqual(White, At(plot, 376, 136 - 14));
        Assert.Equal(White, At(plot, 376, 136));
        Assert.Equal(White, At(plot, 376 + 18, 136));
        Assert.Equal(White, At(plot, 376, 376));
        Assert.Equal(White, At(plot, 136, 136));
    }

    [Fact]
    public void A_point_darkens_its_place_and_more_points_darken_it_further()
    {
        var empty = ScatterPlot.Render([], OneMean, 0.02f, 1);
        var one = ScatterPlot.Render([-0.5f, -0.5f], OneMean, 0.02f, 1);
        var two = ScatterPlot.Render([-0.5f, -0.5f, -0.5f, -0.5f], OneMean, 0.02f, 1);
        Assert.True(At(empty, 136, 376).R > At(one, 136, 376).R);
        Assert.True(At(one, 136, 376).R > At(two, 136, 376).R);
    }

    [Fact]
    public void Points_outside_the_frame_or_not_finite_are_not_drawn()
    {
        var empty = ScatterPlot.Render([], OneMean, 0.02f, 1);
        float[] outside = [1.01f, 0, 0, -50, float.NaN, 0, 0, float.PositiveInfinity, float.MaxValue, float.MinValue];
        Assert.Equal(empty.Pixels, ScatterPlot.Render(outside, OneMean, 0.02f, 1).Pixels);
    }

    private static (byte R, byte G, byte B) White => (255, 255, 255);

    private static (byte R, byte G, byte B) At(PixelImage plot, int x, int y)
    {
        var pixel = plot.Pixels.AsSpan(((y * 512) + x) * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }
}
