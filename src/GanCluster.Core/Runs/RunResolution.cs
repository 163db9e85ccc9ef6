using GanCluster.Core.Shards;

namespace GanCluster.Core.Runs;

/// <summary>From a configuration as it was written to the one that runs.</summary>
public static class RunResolution
{
    /// <summary>
    /// With numbers in place of the zeros that stand for the family's own size and for the data's channels and classes. What is
    /// resolved stays as it is. A program's own family, and points, keep an <c>image.size</c> and <c>image.channels</c> of 0.
    /// </summary>
    /// <param name="facts">The data's; null before it was looked at: it is taken for grey, and to have ten labels if the run is
    /// told any.</param>
    /// <exception cref="UserInputException">A key contradicts the data, or the family has no such size.</exception>
    public static RunConfiguration Resolve(RunConfiguration configuration, DataFacts? facts)
    {
        var resolved = configuration with
        {
            Classes = Classes(configuration, facts),
            Image = BuiltInNames.OfImages.Contains(configuration.Family, StringComparer.Ordinal)
                ? configuration.Image with { Size = Size(configuration, facts), Channels = Channels(configuration, facts) }
                : configuration.Image,
        };
        return (ImageSizes.Misfit(resolved) ?? Shards(resolved, facts)) is { } misfit ? throw Refused(misfit) : resolved;
    }

    private static int Size(RunConfiguration c, DataFacts? facts) =>
        c.Image.Size > 0 ? c.Image.Size
        : facts is { Size: > 0 and var size } && ImageSizes.Fits(c, size) ? size
        : ImageSizes.OwnOf(c.Family);

    private static int Channels(RunConfiguration c, DataFacts? facts) => (facts, c.Image.Channels) switch
    {
        (null or { Channels: 0 }, var asked) => Math.Max(1, asked),
        ({ } known, var asked) when asked == 0 || asked == known.Channels => known.Channels,
        ({ } known, var asked) => throw Refused($"'image.channels' is {asked}, and {DataName.Shown(c.Data)} is {Colour(known)}: "
            + $"give {known.Channels}, or leave it out"),
    };

    private static int Classes(RunConfiguration c, DataFacts? facts) => facts switch
    {
        null when c.Classes == 0 && c.Conditioning != "none" => 10,
        null => c.Classes,
        _ when c.Classes == 0 || c.Classes == facts.Classes => facts.Classes,
        { Classes: 0 } => throw Refused($"'classes' is {c.Classes}, and {DataName.Shown(c.Data)} has no labels: leave it out"),
        _ => throw Refused(
            $"'classes' is {c.Classes}, and {DataName.Shown(c.Data)} has {facts.Classes}: give classes={facts.Classes}, or leave it out"),
    };

    /// <summary>What keeps the data from being dealt to the replicas; null if nothing does, or the data were not looked at.</summary>
    private static string? Shards(RunConfiguration c, DataFacts? facts)
    {
        if (c.Shards.Classes == 0 || facts is null)
        {
            return null;
        }

        var kinds = facts.Modes > 0 ? "modes" : "classes";
        return facts.Kinds switch
        {
            0 => $"'shards.classes' is {c.Shards.Classes}, and {DataName.Shown(c.Data)} has no labels: "
                + "give 0, or data with labels",
            var has when has < c.Shards.Classes =>
                $"'shards.classes' is {c.Shards.Classes}, and {DataName.Shown(c.Data)} has {has} {kinds}: give at most {has}",
            var has when !ClassDeal.Covers(has, c.Replicas, c.Shards.Classes) =>
                $"'shards.classes' is {c.Shards.Classes}, by which {c.Replicas} replicas have {(long)c.Replicas * c.Shards.Classes} "
                + $"of the {has} {kinds} of {DataName.Shown(c.Data)}, and nobody the others: "
                + $"give at least {ClassDeal.Least(has, c.Replicas)}, or more 'replicas'",
            _ => null,
        };
    }

    private static string Colour(DataFacts facts) => facts.Channels == 1 ? "grey" : "in colour";

    private static UserInputException Refused(string what) => new("configuration: " + what);
}
