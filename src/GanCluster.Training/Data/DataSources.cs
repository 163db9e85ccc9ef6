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
    /// <exception cref="UserInputException">The data set is missing or damaged, or does not fit the run.</exception>
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

        var set = catalog.Find(configuration.Data).ReadTrain();
        if (Family.Classes(configuration) is > 0 and var classes)
        {
            CheckLabels(configuration.Data, set.Labels, classes);
        }

        return Images(configuration, set, new SampleOrder(configuration.Seed, set.Images.Shape[0]).IndexAt);
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

        return Images(configuration, catalog.Find(configuration.Data).ReadTest(), position => position);
    }

    /// <summary>A class without a single image would be sampled all the same, and never have been learnt.</summary>
    private static void CheckLabels(string data, int[]? labels, int classes)
    {
        if (labels is null)
        {
            throw new UserInputException(
                $"data set '{data}' has no labels: sort its images into a folder for each class, or give conditioning none");
        }

        if (labels.Max() + 1 is var known && known != classes)
        {
            throw new UserInputException(
                $"data set '{data}' has the labels 0 to {known - 1}, and 'classes' is {classes}: give classes={known}");
        }
    }

    private static ImageDataSource Images(RunConfiguration configuration, ImageSet set, Func<long, long> order)
    {
        var classes = Family.Classes(configuration);
        return new ImageDataSource(
            set.Images, Family.ImageSize(configuration), order, classes > 0 ? set.Labels : null, classes);
    }

    private static MixtureDataSource Draw(MixtureSpec mixture, ulong seed) => new(
        mixture,
        index => (int)Uniforms.Integer(seed, NoiseStream.Of(NoisePurpose.Mixture, 0), (ulong)index, mixture.Means.Count),
        (index, pair) => Normals.Fill(seed, NoiseStream.Of(NoisePurpose.Mixture, 1), 2 * (ulong)index, pair));
}
