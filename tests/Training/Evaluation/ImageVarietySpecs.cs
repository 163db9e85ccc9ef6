using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Networks;
using GanCluster.Training.Tests.Measures;

namespace GanCluster.Training.Tests.Evaluation;

public sealed class ImageVarietySpecs
{
    private const int Count = 100;
    private static readonly ImageShape Shape = new(1, 28, 28);
    private static readonly IDataSource HeldOut = Source(2 * Count, seed: 1);

    [Fact]
    public void Images_of_the_same_kind_have_about_the_variety_of_the_real_ones() => Assert.All(
        Of(Discriminator.Take(Source(Count, seed: 2), Count)).Values,
        measure => Assert.Equal(1, measure.Value / measure.Floor, 0.2));

    [Fact]
    public void One_image_again_and_again_has_none()
    {
        var one = Discriminator.Take(HeldOut, 1);

        var measures = Of([.. Enumerable.Repeat(one, Count).SelectMany(image => image)]);

        Assert.Equal(0, measures["diversity"].Value);
        Assert.InRange(measures["recall"].Value, 0, 0.02);
        Assert.InRange(measures["coverage"].Value, 0, 0.2);
    }

    [Fact]
    public void Half_of_the_kinds_cover_half()
    {
        var bright = Enumerable.Range(0, 2 * Count).Where(i => i % 2 == 0).SelectMany(i => Image(Source(2 * Count, seed: 2), i));

        var coverage = Of([.. bright])["coverage"];

        Assert.InRange(coverage.Value, 0.3 * coverage.Floor, 0.7 * coverage.Floor);
    }

    [Theory]
    [InlineData(126, 28)]
    [InlineData(200, 14)]
    public void Too_few_or_too_small_ones_are_not_measured(int heldOut, int side)
    {
        var data = Source(heldOut, seed: 1, side);

        Assert.Empty(ImageVariety.Of(new ImageShape(1, side, side), Discriminator.Take(data, Count), data, seed: 1, classes: null));
    }

    private static Dictionary<string, Measure> Of(float[] images) =>
        ImageVariety.Of(Shape, images, HeldOut, seed: 1, classes: null).ToDictionary(measure => measure.Name);

    private static float[] Image(IDataSource source, int index)
    {
        var image = new float[source.ValuesPerSample];
        source.Copy(index, image);
        return image;
    }

    /// <summary>Bright above and bright below in turn.</summary>
    private static ImageDataSource Source(int count, ulong seed, int side = 28)
    {
        var pixels = Pictures.Of(count, seed).Images.Pixels;
        return new ImageDataSource(new IdxData([count, side, side], pixels[..(count * side * side)]), side, position => position);
    }
}
