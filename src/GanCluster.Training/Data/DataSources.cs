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

    /// <summary>The training samples. May be shared by threads.</summary>
    /// <exception cref="UserInputException">The data set is missing or damaged.</exception>
    public static IDataSource Training(RunConfiguration configuration, DataCatalog catalog) =>
        Mixture(configuration.Data) is { } mixture
            ? Draw(mixture, configuration.Seed)
            : Images(IdxFile.Read(catalog.Find(configuration.Data).TrainImages), configuration);

    /// <summary>Held-out samples in their own order: the test images, or null for a mixture.</summary>
    public static IDataSource? HeldOut(RunConfiguration configuration, DataCatalog catalog) =>
        Mixture(configuration.Data) is null
            ? new ImageDataSource(
                IdxFile.Read(catalog.Find(configuration.Data).TestImages), Family.ImageSize(configuration), p => p)
            : null;

    private static ImageDataSource Images(IdxData images, RunConfiguration configuration)
    {
        var order = new SampleOrder(configuration.Seed, images.Shape[0]);
        return new ImageDataSource(images, Family.ImageSize(configuration), order.IndexAt);
    }

    private static MixtureDataSource Draw(MixtureSpec mixture, ulong seed) => new(
        mixture,
        index => (int)Uniforms.Integer(seed, NoiseStream.Of(NoisePurpose.Mixture, 0), (ulong)index, mixture.Means.Count),
        (index, pair) => Normals.Fill(seed, NoiseStream.Of(NoisePurpose.Mixture, 1), 2 * (ulong)index, pair));
}
