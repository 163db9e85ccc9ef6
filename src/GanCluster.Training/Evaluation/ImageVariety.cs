using GanCluster.Training.Data;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Evaluation;

/// <summary>
/// How much of the real images' variety a version's have, cheap enough to be asked at every check of a run: by the features of
/// <see cref="RandomFeatures"/>, which no classifier has to be trained for. For a collapse to be seen, not for figures that compare
/// with others: those are <c>evaluate</c>'s, of many more images.
/// </summary>
internal static class ImageVariety
{
    /// <summary>Fewer say little, and a ball needs five neighbours.</summary>
    private const int Fewest = 64;

    /// <param name="generated">One after the other, in [-1, 1].</param>
    /// <param name="heldOut">The first ones are what the others are held to, as many that follow give the floor.</param>
    /// <returns>The mean distance between two images, recall and coverage; none if the images are too small or the held-out ones too
    /// few.</returns>
    /// <param name="classes">Tells them; null: the data have none.</param>
    public static Measure[] Of(ImageShape shape, float[] generated, IDataSource heldOut, ulong seed, ImageClasses? classes)
    {
        var each = heldOut.ValuesPerSample;
        var real = Discriminator.Take(heldOut, 2 * (generated.Length / each));
        var count = real.Length / each / 2;
        if (count < Fewest || Math.Min(shape.Height, shape.Width) < RandomFeatures.SmallestSide)
        {
            return [];
        }

        using var features = new RandomFeatures(shape);
        var (images, heldOnes, others) = (
            Bytes(generated.AsSpan(0, count * each)), Bytes(real.AsSpan(0, count * each)), Bytes(real.AsSpan(count * each, count * each)));
        var (made, held, floor) = (Balls(images), Balls(heldOnes), Balls(others));
        var (cover, floorCover) = (ManifoldMeasures.Of(held, made), ManifoldMeasures.Of(held, floor));
        return
        [
            new("diversity", SquaredDistances.MeanDistance(made.Samples), seed, SquaredDistances.MeanDistance(floor.Samples)),
            new("recall", cover.Recall, seed, floorCover.Recall),
            new("coverage", cover.Coverage, seed, floorCover.Coverage),
            .. classes?.Of(images, heldOnes, others, features, seed) ?? [],
        ];

        ImageBytes Bytes(ReadOnlySpan<float> values) => ImageBytes.Of(shape, values, "the images of a check");

        NeighbourBalls Balls(ImageBytes some) => new(features.FeaturesOf(some));
    }
}
