namespace GanCluster.Core.Runs;

/// <summary>What of a data set decides how a run's networks look.</summary>
/// <param name="Channels">Of its images: 1 (grey) or 3 (colour); 0: its samples are none.</param>
/// <param name="Classes">Labels 0 to one less; 0: it has none.</param>
/// <param name="Size">Height and width where every sample has these and no other can be made of it; else 0.</param>
/// <param name="Modes">Of a mixture; else 0.</param>
public sealed record DataFacts(int Channels, int Classes, int Size = 0, int Modes = 0)
{
    /// <summary>What <c>shards.classes</c> counts: labels or modes.</summary>
    public int Kinds => Math.Max(Classes, Modes);

    /// <summary>Those of a built-in data set; null: the data has to be looked at.</summary>
    public static DataFacts? Of(string data) =>
        data == BuiltInNames.StackedMnist ? new DataFacts(Channels: 3, Classes: 0)
        : BuiltInNames.Images.Contains(data, StringComparer.Ordinal) ? new DataFacts(Channels: 1, Classes: 10)
        : BuiltInNames.Mixtures.Contains(data, StringComparer.Ordinal)
            ? new DataFacts(Channels: 0, Classes: 0, Modes: BuiltInNames.ModesOf(data))
        : null;
}
