using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Parts;

/// <summary>From a configuration's <c>data</c> to its samples, in the run's own order.</summary>
public static class DataSources
{
    /// <summary>The training samples, with labels if the run is conditional. May be shared by threads.</summary>
    /// <exception cref="UserInputException">The data set is missing or damaged, or does not fit the run.</exception>
    public static IDataSource Training(RunConfiguration configuration, RunParts parts, DataCatalog catalog)
    {
        if (parts.OwnData(configuration) is { } own)
        {
            return new OwnDataSource(own, new SampleOrder(configuration.Seed, own.Count).IndexAt);
        }

        if (MixtureSpec.Find(configuration.Data) is { } mixture)
        {
            return MixtureDataSource.Of(mixture, configuration.Seed);
        }

        var (set, family) = (catalog.Find(configuration.Data).ReadTrain(), parts.FamilyOf(configuration));
        if (family.Classes > 0)
        {
            CheckLabels(configuration.Data, set.Labels, family.Classes);
        }

        return Images(family, set, new SampleOrder(configuration.Seed, set.Images.Shape[0]).IndexAt);
    }

    /// <summary>Held-out samples in their own order: the test images, or null for a mixture and own data without.</summary>
    public static IDataSource? HeldOut(RunConfiguration configuration, RunParts parts, DataCatalog catalog)
    {
        if (parts.OwnData(configuration) is { } own)
        {
            return own.HeldOut is { } heldOut ? new OwnDataSource(heldOut, position => position) : null;
        }

        if (MixtureSpec.Find(configuration.Data) is not null)
        {
            return null;
        }

        return Images(parts.FamilyOf(configuration), catalog.Find(configuration.Data).ReadTest(), position => position);
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

    private static ImageDataSource Images(Family family, ImageSet set, Func<long, long> order) => new(
        set.Images, family.Image!.Height, order, family.Classes > 0 ? set.Labels : null, family.Classes);
}
