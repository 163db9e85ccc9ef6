using GanCluster.Core.Shards;

namespace GanCluster.Training.Parts;

/// <summary>For a person: which classes each replica reads, and how many samples it has of each.</summary>
internal static class ShardText
{
    private const int MostReplicas = 16;
    private const int MostClasses = 12;

    public static IReadOnlyList<string> Of(ClassDeal modes) => Lines(modes.Replicas, replica =>
        "modes " + Listed([.. modes.Of(replica).Select(mode => $"{mode}")]));

    /// <param name="names">By class; empty: they have none.</param>
    public static IReadOnlyList<string> Of(LabelledShards shards, int replicas, IReadOnlyList<string> names)
    {
        return Lines(replicas, replica => $"{shards.Of(replica).Count} samples of "
            + Listed([.. shards.Histogram(replica).Select(part => $"{Name(part.Class)} ({part.Count})")]));

        string Name(int label) => names.Count > 0 ? names[label] : $"class {label}";
    }

    private static string Listed(IReadOnlyList<string> classes) => string.Join(", ", classes.Take(MostClasses))
        + (classes.Count > MostClasses ? $" and {classes.Count - MostClasses} more" : "");

    private static IReadOnlyList<string> Lines(int replicas, Func<int, string> of) =>
    [
        .. Enumerable.Range(0, Math.Min(replicas, MostReplicas)).Select(replica => $"replica {replica} reads {of(replica)}"),
        .. replicas > MostReplicas ? [$"and so on for {replicas} replicas"] : Array.Empty<string>(),
    ];
}
