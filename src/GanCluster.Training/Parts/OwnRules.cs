using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Parts;

/// <summary>What a configuration with a GAN or data of one's own must satisfy, as far as it shows without running the
/// modules.</summary>
internal static class OwnRules
{
    /// <summary>One line: what is wrong, and the fix; null if nothing is.</summary>
    public static string? Misfit(RunConfiguration configuration, RunParts parts)
    {
        var (family, own) = (parts.FamilyOf(configuration), parts.OwnData(configuration));
        return Keys(configuration, parts) ?? Data(configuration, family, own) ?? Labels(configuration, family, own)
            ?? Augmentation(configuration, family);
    }

    private static string? Keys(RunConfiguration c, RunParts parts) => c switch
    {
        _ when !parts.IsOwnGan(c.Family) => null,
        { Conditioning: not "none" } =>
            $"'conditioning' is {c.Conditioning}, and whether family {c.Family} is told labels is decided by its modules: give none",
        { Image: not { Size: 0, Channels: 0 } } =>
            $"'image.size' and 'image.channels' are given, and the samples of family {c.Family} have the shape "
            + "that its program says: leave them out",
        { SpectralNorm: > 0 } =>
            $"'spectralNorm' is {c.SpectralNorm}, and the layers of family {c.Family} are the program's own: give 0",
        _ => null,
    };

    private static string? Data(RunConfiguration c, Family family, IDataSet? own)
    {
        var shape = family.Shape;
        var arePoints = MixtureSpec.Find(c.Data) is not null;
        return own switch
        {
            null when !(arePoints ? SampleShape.IsPoint(shape) : SampleShape.Image(shape) is not null) =>
                $"'data' is {c.Data}, which holds {(arePoints ? "points" : "images")}, and family {c.Family} has samples of "
                + $"shape {SampleShape.Text(shape)}: give data of that shape",
            null => null,
            { Count: <= 0 } => $"'data' is {c.Data}, which holds no sample: give it some",
            _ when !own.Shape.SequenceEqual(shape) =>
                $"'data' is {c.Data} with samples of shape {SampleShape.Text(own.Shape)}, and family {c.Family} has "
                + $"{SampleShape.Text(shape)}: give both the same shape",
            { HeldOut: null } when family.Upscales =>
                $"'family' is {c.Family}, which is shown and measured on held-out images, and data {c.Data} has none: "
                + "give it some",
            _ => null,
        };
    }

    private static string? Labels(RunConfiguration c, Family family, IDataSet? own)
    {
        var there = own?.Classes ?? 0;
        return family switch
        {
            { TakesLabels: false } => null,

            // How many labels files have shows when they are found.
            _ when own is null && MixtureSpec.Find(c.Data) is null => null,
            _ when there == 0 =>
                $"'data' is {c.Data}, which has no labels, and family {c.Family} is told them: give data with labels",
            _ when there != family.Classes =>
                $"'conditioning' is {c.Conditioning} with {family.Classes} labels, and data {c.Data} has {there}: "
                + $"give classes={there}",
            _ => null,
        };
    }

    private static string? Augmentation(RunConfiguration c, Family family) => c switch
    {
        { DiffAugment: not "none" } when family.Image is null =>
            $"'diffAugment' is {c.DiffAugment}, and family {c.Family} has samples that are no images: give none",
        { Adaptive.Target: > 0 } when family.Objective.Boundary is null =>
            $"'adaptive.target' goes by the sign of D's scores, which have no zero with objective {c.Objective}: leave it out",
        _ => null,
    };
}
