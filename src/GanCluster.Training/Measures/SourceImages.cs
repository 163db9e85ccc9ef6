using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Measures;

/// <summary>Real images as a run is given them, of any size and colour.</summary>
public static class SourceImages
{
    /// <summary>Enough for every figure; larger images are fewer, so that they stay below 512 MB.</summary>
    private const int Most = 20_000;

    private const long MostBytes = 1L << 29;

    /// <param name="configuration">With the data's name; empty: they are where the catalog's path leads.</param>
    /// <param name="shape">Of the images that are measured against these.</param>
    /// <exception cref="UserInputException">The data has no such images, or none that are held out.</exception>
    public static ReferenceData Read(RunConfiguration configuration, ImageShape shape, RunParts parts, DataCatalog catalog)
    {
        var name = configuration.Data.Length == 0 ? ReferenceData.Unnamed : configuration.Data;
        var found = DataSources.Find(configuration, parts, catalog);
        var resolved = parts.Resolve(configuration, found.Facts);
        var heldOut = found.HeldOut(resolved, parts) ?? throw new UserInputException(
            $"data {name} has no held-out images, against which others are measured: give it some, or --data and another");
        return new ReferenceData(
            name,
            new LabelledImages(Of(found.Evenly(resolved, parts), shape, name), []),
            new LabelledImages(Of(heldOut, shape, name), []));
    }

    private static ImageBytes Of(IDataSource source, ImageShape shape, string name)
    {
        if (SampleShape.Image(source.Shape) != shape)
        {
            throw new UserInputException($"the images are of {shape.Channels} x {shape.Height} x {shape.Width} pixels, and those of "
                + $"{name} of {string.Join(" x ", source.Shape)}: give --data and the name of data like them");
        }

        var count = (int)Math.Min(source.Count ?? Most, Math.Min(Most, MostBytes / source.ValuesPerSample));
        var (pixels, sample) = (new byte[count * source.ValuesPerSample], new float[source.ValuesPerSample]);
        for (var i = 0; i < count; i++)
        {
            source.Copy(source.IndexAt(i), sample);
            Images.ImageGrid.ToPixels(sample, pixels.AsSpan(i * sample.Length, sample.Length));
        }

        return new ImageBytes(shape, pixels, $"the images of {name}");
    }
}
