using GanCluster.Training.Images.Scaling;

namespace GanCluster.Training.Tests.Images.Scaling;

public sealed class PlacementSpecs
{
    [Fact]
    public void Crop_takes_the_middle_of_the_longer_side()
    {
        Assert.Equal(
            new Placement(new Extent(100 * 64 - (50 * 64), 2 * 50 * 64, 2 * 64), Extent.Whole(50), 0, 0, 64, 64),
            Placement.Of(ImageFit.Crop, 100, 50, 64, 64));
        Assert.Equal(
            new Placement(Extent.Whole(30), new Extent((90 * 40) - (30 * 24), 2 * 30 * 24, 2 * 40), 0, 0, 40, 24),
            Placement.Of(ImageFit.Crop, 30, 90, 40, 24));
    }

    [Theory]
    [InlineData(100, 50, 0, 16, 64, 32)]
    [InlineData(50, 100, 16, 0, 32, 64)]
    [InlineData(1000, 1, 0, 31, 64, 1)]
    [InlineData(3, 2, 0, 10, 64, 43)]
    [InlineData(7, 7, 0, 0, 64, 64)]
    public void Pad_keeps_all_in_the_middle(int width, int height, int left, int top, int inWidth, int inHeight) =>
        Assert.Equal(
            new Placement(Extent.Whole(width), Extent.Whole(height), left, top, inWidth, inHeight),
            Placement.Of(ImageFit.Pad, width, height, 64, 64));

    [Fact]
    public void Stretch_takes_all_and_fills_all() =>
        Assert.Equal(
            new Placement(Extent.Whole(9), Extent.Whole(5), 0, 0, 40, 24), Placement.Of(ImageFit.Stretch, 9, 5, 40, 24));
}
