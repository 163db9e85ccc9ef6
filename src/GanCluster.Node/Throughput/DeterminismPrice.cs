using System.Globalization;
using System.Text.Json.Nodes;

namespace GanCluster.Node.Throughput;

/// <summary>What the fixed tree and the hash cost: rounds with them and without, in turn. By the process's own time and not by the
/// clock, for a machine that does something else meanwhile changes that by more than the price.</summary>
/// <param name="Steps">Of a round: about a second, as a run has them.</param>
/// <param name="Pairs">What a round took with and without.</param>
/// <param name="Hashes">What hashing the version took by itself, once a pair: it is once a round.</param>
internal sealed record DeterminismPrice(
    long Steps, IReadOnlyList<(TimeSpan With, TimeSpan Without)> Pairs, IReadOnlyList<TimeSpan> Hashes)
{
    /// <summary>The median over the pairs of what a round with them took by what one without took.</summary>
    internal double Ratio => AveragingWay.Median(Pairs.Select(pair => pair.With / pair.Without));

    private double HashMilliseconds => AveragingWay.Median(Hashes.Select(hash => hash.TotalMilliseconds));

    private double RoundMilliseconds => AveragingWay.Median(Pairs.Select(pair => pair.With.TotalMilliseconds));

    internal JsonObject ToJson() => new()
    {
        ["steps_per_round"] = Steps,
        ["round_ms"] = Math.Round(RoundMilliseconds, 2),
        ["hash_ms"] = Math.Round(HashMilliseconds, 3),
        ["with_by_without"] = Math.Round(Ratio, 4),
        ["each"] = new JsonArray([.. Pairs.Select(pair => JsonValue.Create(Math.Round(pair.With / pair.Without, 4)))]),
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"with the fixed tree and the hash a round of {Steps} steps takes {Ratio:0.000} times what it takes without, the median "
        + $"of {Pairs.Count} pairs ({Pairs.Min(pair => pair.With / pair.Without):0.000} to "
        + $"{Pairs.Max(pair => pair.With / pair.Without):0.000}); "
        + $"the hash alone is {100 * HashMilliseconds / RoundMilliseconds:0.00} % of it");
}
