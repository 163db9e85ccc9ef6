using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Parts;

/// <summary>What a configuration with a family or data of one's own must satisfy, as the layers and the data show it.</summary>
internal static class OwnRules
{
    /// <summary>One line: what is wrong, and the fix; null if nothing is.</summary>
    public static string? Misfit(RunConfiguration configuration, RunParts parts)
    {
        var (family, own) = (parts.FamilyOf(configuration), parts.OwnData(configuration));
        return Data(configuration, family, own) ?? Labels(configuration, family, own) ?? Points(configuration, family)
            ?? Batch(configuration, family);
    }

    private static string? Data(RunConfiguration c, Family family, IDataSet? own)
    {
        var shape = family.Shape;
        var arePoints = MixtureSpec.Find(c.Data) is not null;
        return own switch
        {
            null when arePoints != (family.ImageSize == 0) =>
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
        var wanted = family.Classes;
        var there = own is not null ? own.Classes : MixtureSpec.Find(c.Data) is null ? wanted : 0;
        return wanted switch
        {
            0 => null,
            _ when there != wanted =>
                $"'conditioning' is {c.Conditioning} with {wanted} labels, and data {c.Data} has {there}: "
                + "give none, or such data",
            _ when !TakesLabels(family.Generator) || !TakesLabels(family.Discriminator) =>
                $"'conditioning' is {c.Conditioning}, and family {c.Family} takes no labels in both networks: give none",
            _ => null,
        };
    }

    private static bool TakesLabels(NetworkSpec spec) =>
        spec.Part(0).Any(layer => layer is Layer.JoinLabel or Layer.Projection);

    private static string? Points(RunConfiguration c, Family family) => c.DiffAugment != "none" && family.ImageSize == 0
        ? $"'diffAugment' is {c.DiffAugment}, and family {c.Family} has points: give none"
        : null;

    private static string? Batch(RunConfiguration c, Family family)
    {
        var (g, d, _) = family;
        return c switch
        {
            _ when c.Packing != d.Packing =>
                $"'packing' is {c.Packing}, and the discriminator of family {c.Family} sees {d.Packing} at a time: give {d.Packing}",
            _ when c.Batch == c.Packing && (g.HasBatchNorm || d.HasBatchNorm) =>
                $"'batch' is {c.Batch}, and family {c.Family} normalizes over a replica's batch: give at least {2 * c.Packing}",
            { Penalties.Gradient: > 0 } when d.HasBatchNorm =>
                $"'penalties.gradient' is above 0, and family {c.Family} has batch norm, which couples the samples that the penalty "
                + "takes one by one: give 0",
            _ => null,
        };
    }
}
