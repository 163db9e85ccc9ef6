using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Networks;
using GanCluster.Training.Tests.Measures;

namespace GanCluster.Training.Tests.Evaluation;

/// <summary>Images that are bright above or bright below, in turn.</summary>
public sealed class ImageClassesSpecs
{
    private const int Count = 200;
    private static readonly ImageShape Shape = new(1, 28, 28);
    private static readonly IDataSource HeldOut = Source(2 * Count, seed: 1);
    private readonly ImageClasses _classes = new(Shape, 2, Source(Count, seed: 3));

    [Fact]
    public void Real_images_have_all_classes_in_their_shares()
    {
        var measures = Of(Enumerable.Range(0, Count));

        Assert.Equal((2, 2), (measures["classes"].Value, measures["classes"].Floor));
        Assert.InRange(measures["class_kl"].Value, 0, 0.01);
        Assert.InRange(measures["class_kl"].Floor, 0, 0.01);
    }

    [Fact]
    public void Images_of_one_class_alone_have_one()
    {
        var measures = Of(Enumerable.Range(0, Count).Select(i => 2 * (i / 2)));

        Assert.Equal(1, measures["classes"].Value);
        Assert.Equal(Math.Log(2), measures["class_kl"].Value, 0.05);
    }

    [Theory]
    [InlineData(new[] { 50, 50, 0 }, new[] { 40, 60, 0 }, 2)] // a class that the real ones lack
    [InlineData(new[] { 91, 9, 0 }, new[] { 50, 50, 0 }, 1)]
    [InlineData(new[] { 90, 10, 0 }, new[] { 50, 50, 0 }, 2)] // a fifth of its share
    [InlineData(new[] { 0, 2, 0 }, new[] { 90, 10, 0 }, 1)]
    public void A_class_is_there_from_a_fifth_of_its_share_on(int[] histogram, int[] real, int there) =>
        Assert.Equal(there, ImageClasses.CountOf(histogram, real));

    [Fact]
    public void The_divergence_is_that_of_the_definition_with_half_an_image_more_in_each()
    {
        var (p, q) = ((30.5 / 41, 10.5 / 41), (20.5 / 41, 20.5 / 41));

        Assert.Equal((p.Item1 * Math.Log(p.Item1 / q.Item1)) + (p.Item2 * Math.Log(p.Item2 / q.Item2)), ImageClasses.Kl([30, 10], [20, 20]), 1e-12);
        Assert.Equal(0, ImageClasses.Kl([40, 40], [20, 20]), 1e-3);
    }

    private Dictionary<string, Measure> Of(IEnumerable<int> images)
    {
        var (source, image) = (Source(Count, seed: 2), new float[HeldOut.ValuesPerSample]);
        float[] made = [.. images.SelectMany(i =>
        {
            source.Copy(i, image);
            return image.ToArray();
        })];
        return ImageVariety.Of(Shape, made, HeldOut, seed: 1, _classes).ToDictionary(measure => measure.Name);
    }

    private static ImageDataSource Source(int count, ulong seed) => new(
        new IdxData([count, 28, 28], Pictures.Of(count, seed).Images.Pixels),
        size: 28,
        position => position,
        [.. Enumerable.Range(0, count).Select(i => i % 2)],
        classes: 2);
}
