using System.Globalization;
using System.Text.Json.Nodes;

namespace GanCluster.Node.Throughput;

/// <summary>What sums of one vector took, in the order in which they were made.</summary>
/// <param name="Name"><c>memory</c>, <c>shared</c>, <c>tcp</c> or <c>tls</c>.</param>
/// <param name="Allocated">Bytes a sum and worker, median.</param>
internal sealed record AveragingWay(string Name, IReadOnlyList<TimeSpan> Taken, long Allocated)
{
    internal double MedianMilliseconds => Median(Taken.Select(t => t.TotalMilliseconds));

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

/// <summary>Sums of the same vectors by several ways, in turn.</summary>
/// <param name="Megabytes">Of each worker's vector, a million bytes each.</param>
/// <param name="Copies">What one thread took to copy such a vector, in turn with the sums.</param>
internal sealed record AveragingFigures(
    int Megabytes, int Ranks, IReadOnlyList<AveragingWay> Ways, IReadOnlyList<TimeSpan> Copies)
{
    /// <summary>The median over the pairs of what TLS took by what TCP took.</summary>
    internal double TlsByTcp => AveragingWay.Median(
        Of("tls").Taken.Zip(Of("tcp").Taken, (tls, tcp) => tls / tcp));

    /// <summary>The median of what a copy took by the median of what a sum took.</summary>
    internal double ShareOfCopy(AveragingWay way) => CopyMilliseconds / way.MedianMilliseconds;

    private double CopyMilliseconds => AveragingWay.Median(Copies.Select(t => t.TotalMilliseconds));

    internal JsonObject ToJson() => new()
    {
        ["megabytes"] = Megabytes,
        ["ranks"] = Ranks,
        ["copy_ms"] = Math.Round(CopyMilliseconds, 2),
        ["copy_mb_per_s"] = Math.Round(Megabytes / CopyMilliseconds * 1000, 1),
        ["ways"] = new JsonArray([.. Ways.Select(way => new JsonObject
        {
            ["way"] = way.Name,
            ["ms"] = Math.Round(way.MedianMilliseconds, 2),
            ["mb_per_s"] = Math.Round(Megabytes / way.MedianMilliseconds * 1000, 1),
            ["share_of_copy"] = Math.Round(ShareOfCopy(way), 3),
            ["allocated_bytes"] = way.Allocated,
            ["each_ms"] = new JsonArray([.. way.Taken.Select(t => JsonValue.Create(Math.Round(t.TotalMilliseconds, 2)))]),
        })]),
        ["tls_by_tcp"] = Math.Round(TlsByTcp, 3),
    };

    public override string ToString() => string.Join('\n', Ways.Select(way => string.Create(
        CultureInfo.InvariantCulture,
        $"{way.Name}: {way.MedianMilliseconds:0.0} ms a sum, {Megabytes / way.MedianMilliseconds * 1000:0} MB/s, "
        + $"{ShareOfCopy(way) * 100:0} % of a copy's rate, {way.Allocated} bytes allocated ({way.Taken.Count} times)"))
        .Append(string.Create(CultureInfo.InvariantCulture, $"tls takes {TlsByTcp:0.00} times as long as tcp")));

    private AveragingWay Of(string name) => Ways.Single(way => way.Name == name);
}
