using System.Globalization;
using System.Text.Json.Nodes;

namespace GanCluster.Node.Throughput;

/// <summary>Where a step's time goes, and what it leaves behind.</summary>
/// <param name="Images">Of a step.</param>
/// <param name="Phases">Of all steps, in order, with <c>exchange</c> last: what is not the replica's.</param>
/// <param name="LiveTensors">At the first and at the last measured step.</param>
/// <param name="ResidentBytes">Likewise, of the process, after a collection each.</param>
/// <param name="Product">Floating-point operations a second of a large matrix product on one thread: fp32 and bf16.</param>
internal sealed record StepFigures(
    string Run,
    string Precision,
    long Steps,
    long Images,
    TimeSpan Time,
    IReadOnlyList<(string Name, TimeSpan Spent)> Phases,
    (long First, long Last) LiveTensors,
    (long First, long Last) ResidentBytes,
    Managed Managed,
    (double Fp32, double Bf16) Product)
{
    private const double BytesPerMegabyte = 1e6;

    /// <summary>Null: nobody asked.</summary>
    internal DeterminismPrice? Determinism { get; init; }

    private double MillisecondsPerStep => Time.TotalMilliseconds / Steps;

    internal JsonObject ToJson()
    {
        var figures = Figures();
        if (Determinism is { } price)
        {
            figures["determinism"] = price.ToJson();
        }

        return figures;
    }

    private JsonObject Figures() => new()
    {
        ["run"] = Run,
        ["precision"] = Precision,
        ["steps"] = Steps,
        ["images_per_s"] = Math.Round(Images * Steps / Time.TotalSeconds, 2),
        ["ms_per_step"] = Math.Round(MillisecondsPerStep, 3),
        ["phases_ms"] = new JsonObject(Phases.Select(phase =>
            KeyValuePair.Create<string, JsonNode?>(phase.Name, Math.Round(phase.Spent.TotalMilliseconds / Steps, 3)))),
        ["live_tensors"] = LiveTensors.Last,
        ["live_tensors_grown"] = LiveTensors.Last - LiveTensors.First,
        ["resident_mb"] = Math.Round(ResidentBytes.Last / BytesPerMegabyte, 1),
        ["resident_mb_grown"] = Math.Round((ResidentBytes.Last - ResidentBytes.First) / BytesPerMegabyte, 1),
        ["managed_bytes_per_step"] = Managed.Bytes / Steps,
        ["gen0_collections"] = Managed.Collections,
        ["gen2_collections"] = Managed.OldCollections,
        ["gc_pause_ms_per_step"] = Math.Round(Managed.Paused.TotalMilliseconds / Steps, 4),
        ["product_fp32_gflops"] = Math.Round(Product.Fp32 / 1e9, 1),
        ["product_bf16_gflops"] = Math.Round(Product.Bf16 / 1e9, 1),
    };

    public override string ToString()
    {
        var lines = Phases.Select(phase => string.Create(
            CultureInfo.InvariantCulture,
            $"  {phase.Name,-10} {phase.Spent.TotalMilliseconds / Steps,9:0.000} ms  {100 * (phase.Spent / Time),5:0.0} %"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Run}, {Precision}: {Images * Steps / Time.TotalSeconds:0.0} images/s, {MillisecondsPerStep:0.000} ms a step\n")
            + string.Join('\n', lines)
            + string.Create(
                CultureInfo.InvariantCulture,
                $"\n  {Managed.Bytes / Steps} managed bytes a step, {Managed.Collections} collections, {Managed.OldCollections} of "
                + $"generation 2, which take {Managed.Paused / Time * 100:0.0} % of the time; {LiveTensors.Last} live tensors "
                + $"({LiveTensors.Last - LiveTensors.First:+0;-0;0}); a matrix product does {Product.Fp32 / 1e9:0.0} "
                + $"GFLOP/s in fp32 and {Product.Bf16 / 1e9:0.0} in bf16")
            + (Determinism is { } price ? $"\n  {price}" : "");
    }
}

/// <summary>What this thread allocated, and what the process collected for it.</summary>
/// <param name="Collections">Of any generation.</param>
/// <param name="OldCollections">Of generation 2.</param>
internal readonly record struct Managed(long Bytes, int Collections, int OldCollections, TimeSpan Paused)
{
    internal static Managed Now() => new(
        GC.GetAllocatedBytesForCurrentThread(), GC.CollectionCount(0), GC.CollectionCount(2), GC.GetTotalPauseDuration());

    public static Managed operator -(Managed later, Managed earlier) => new(
        later.Bytes - earlier.Bytes, later.Collections - earlier.Collections, later.OldCollections - earlier.OldCollections,
        later.Paused - earlier.Paused);
}
