using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Data;

/// <summary>From a configuration's <c>data</c> to its samples, in the run's own order.</summary>
public static class DataSources
{
    /// <summary>The mixture of that name, or null.</summary>
    public static MixtureSpec? Mixture(string data) => MixtureSpec.All.FirstOrDefault(m => m.Name == data);

    /// <summary>The training samples, with labels if the run is conditional. May be shared by threads.</summary>
    /// <exception cref="UserInputException">The data set is missing or damaged.</exception>
    public static IDataSource Training(RunConfiguration configuration, DataCatalog catalog)
    {
        if (OwnData.Find(configuration) is { } own)
        {
            return new OwnDataSource(own, new SampleOrder(configuration.Seed, own.Count).IndexAt);
        }

        if (Mixture(configuration.Data) is { } mixture)
        {
            return Draw(mixture, configuration.Seed);
        }

        var files = catalog.Find(configuration.Data);
        return Images(
            configuration, files.TrainImages, files.TrainLabels, count => new SampleOrder(configuration.Seed, count).IndexAt);
    }

    /// <summary>Held-out samples in their own order: the test images, or null for a mixture and own data without.</summary>
    public static IDataSource? HeldOut(RunConfiguration configuration, DataCatalog catalog)
    {
        if (OwnData.Find(configuration) is { } own)
        {
            return own.HeldOut is { } heldOut ? new OwnDataSource(heldOut, position => position) : null;
        }

        if (Mixture(configuration.Data) is not null)
        {
            return null;
        }

        var files = catalog.Find(configuration.Data);
        return Images(configuration, files.TestImages, files.TestLabels, _ => position => position);
    }

    private static ImageDataSource Images(
        RunConfiguration configuration, string images, string labels, Func<long, Func<long, long>> order)
    {
        var pixels = IdxFile.Read(images);
        var classes = Family.Classes(configuration);
        return new ImageDataSource(
            pixels,
            Family.ImageSize(configuration),
            order(pixels.Shape[0]),
            classes > 0 ? IdxFile.Read(labels) : null,
            classes);
    }

    private static MixtureDataSource Draw(MixtureSpec mixture, ulong seed) => new(
        mixture,
        index => (int)Uniforms.Integer(seed, NoiseStream.Of(NoisePurpose.Mixture, 0), (ulong)index, mixture.Means.Count),
        (index, pair) => Normals.Fill(seed, NoiseStream.Of(NoisePurpose.Mixture, 1), 2 * (ulong)index, pair));
}
