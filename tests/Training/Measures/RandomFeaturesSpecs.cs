using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Tests.Measures;

/// <summary>Colour images of made-up things: a red disc, a green ring, a blue square or a yellow bar somewhere on white.</summary>
public class RandomFeaturesSpecs
{
    private const int Side = 32;
    private const int Count = 200;

    private static readonly ImageShape Shape = new(3, Side, Side);
    private static readonly byte[][] Colours = [[230, 40, 40], [40, 180, 60], [50, 70, 220], [240, 200, 30]];
    private static readonly ReferenceData Data = new("things", new LabelledImages(Things(400, 1), []), new LabelledImages(Things(Count, 2), []));

    [Fact]
    public void What_is_wrong_with_images_shows_in_the_figures_and_held_out_ones_are_near_the_floor()
    {
        var real = Things(Count, 3);
        var same = Of(real);
        var noise = Of(new ImageBytes(Shape, [.. Uniform(Count * 3 * Side * Side, 4).Select(v => (byte)(v * 255))], "noise"));
        var blurred = Of(Changed(real, Blur));
        var shifted = Of(Changed(real, image => [.. image.Select((v, i) => (byte)Math.Max(0, v - (i < Side * Side ? 40 : 0)))]));
        var half = Of(Things(Count, 3, kinds: 2));

        var (value, floor) = (same["frechet_distance"].Value, same["frechet_distance"].Floor);
        Assert.InRange(value, 0, 2 * floor);
        foreach (var (wrong, least) in new[] { (noise, 100), (blurred, 3), (shifted, 10), (half, 5) })
        {
            Assert.True(wrong["frechet_distance"].Value > least * Math.Max(value, floor), $"{wrong["frechet_distance"]}, {same["frechet_distance"]}");
        }

        Assert.True(noise["frechet_distance"].Value > blurred["frechet_distance"].Value);
        Assert.Equal((0, 0), (noise["precision"].Value, noise["coverage"].Value));
        Assert.True(same["coverage"].Value > 0.8, $"{same["coverage"]}");
        Assert.InRange(half["coverage"].Value, 0.4, 0.8);
        Assert.InRange(half["recall"].Value, 0.3, 0.7);
        Assert.True(half["precision"].Value > 0.9, $"{half["precision"]}");
        Assert.True(blurred["precision"].Value < same["precision"].Value && shifted["precision"].Value < same["precision"].Value);
        Assert.DoesNotContain("parzen_log_likelihood", same.Keys);
    }

    /// <summary>Another hash is another network: give it another <see cref="RandomFeatures.Name"/>, for its figures do not
    /// compare.</summary>
    [Theory]
    [InlineData(1, 16, 16, "914b480d4f7fe2e8")]
    [InlineData(3, 64, 64, "80c2b3af4585d029")]
    [InlineData(3, 24, 40, "2c7a96f8934d5ebd")]
    public void The_weights_are_always_the_same_and_any_shape_gives_64_values(int channels, int height, int width, string sha256)
    {
        var shape = new ImageShape(channels, height, width);
        using var features = new RandomFeatures(shape);
        var images = new ImageBytes(shape, [.. Uniform(3 * channels * height * width, 5).Select(v => (byte)(v * 255))], "images");

        var found = features.FeaturesOf(images);

        Assert.Equal((3, 64), (found.Count, found.Size));
        Assert.Equal(found.Row(2).ToArray(), features.FeaturesOf(images.Pick([1, 2])).Row(1).ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(sha256, features.Sha256()[..16]);
        Assert.Equal("random-convolutions-1", RandomFeatures.Name);
    }

    [Fact]
    public void Images_that_are_too_small_are_refused() => Assert.Contains(
        "images of 15 x 64 pixels can't be measured",
        Assert.Throws<UserInputException>(() => new RandomFeatures(new ImageShape(3, 15, 64))).Message,
        StringComparison.Ordinal);

    private static Dictionary<string, ImageScore> Of(ImageBytes images)
    {
        using var features = new RandomFeatures(Shape);
        return new ImageScores(Data, Count, seed: 1).Of(features, images).ToDictionary(score => score.Name);
    }

    private static ImageBytes Changed(ImageBytes images, Func<byte[], byte[]> change) =>
        new(Shape, [.. images.Pixels.Chunk(images.PixelsEach).SelectMany(change)], "changed");

    private static byte[] Blur(byte[] image)
    {
        return [.. Enumerable.Range(0, image.Length).Select(i => (byte)Enumerable.Range(0, 9).Average(k =>
            image[(i / Side / Side * Side * Side) + (Near((i / Side % Side) + (k / 3) - 1) * Side) + Near((i % Side) + (k % 3) - 1)]))];

        static int Near(int place) => Math.Clamp(place, 0, Side - 1);
    }

    private static ImageBytes Things(int count, ulong seed, int kinds = 4)
    {
        var drawn = Uniform(count * 4, seed);
        return new ImageBytes(
            Shape,
            [
                .. Enumerable.Range(0, count).SelectMany(i => Thing(
                    i % kinds, 10 + (int)(drawn[i * 4] * 12), 10 + (int)(drawn[(i * 4) + 1] * 12), 4 + (drawn[(i * 4) + 2] * 5),
                    0.7 + (drawn[(i * 4) + 3] * 0.3))),
            ],
            "things");
    }

    private static IEnumerable<byte> Thing(int kind, int top, int left, double size, double light) =>
        Enumerable.Range(0, 3 * Side * Side).Select(i =>
        {
            var (y, x) = ((i / Side % Side) - top, (i % Side) - left);
            var radius = Math.Sqrt((y * y) + (x * x));
            var isInside = kind switch
            {
                0 => radius < size,
                1 => radius < size && radius > size / 2,
                2 => Math.Max(Math.Abs(y), Math.Abs(x)) < size * 0.8,
                _ => Math.Abs(y) < size / 3 && Math.Abs(x) < size * 1.5,
            };
            return isInside ? (byte)(light * Colours[kind][i / (Side * Side)]) : (byte)255;
        });

    private static float[] Uniform(int count, ulong seed)
    {
        var values = new float[count];
        Uniforms.Fill(seed, NoiseStream.Of(NoisePurpose.Evaluation), 0, values);
        return values;
    }
}
