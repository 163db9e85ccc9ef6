using System.Collections.Immutable;
using GanCluster.Core.Noise;

namespace GanCluster.Core.Health.Recorded;

/// <summary>A spike that is put into the losses of a recorded series.</summary>
/// <param name="Checks">The steps within it: those of the changed losses, and those after them in which the patience is to be
/// frozen still.</param>
public sealed record LossSpike(RecordedSeries Series, ImmutableHashSet<long> Checks)
{
    /// <summary>The first checks, in which nothing can be told from what is usual.</summary>
    private const int First = 10;

    /// <summary>In median absolute deviations of all the losses.</summary>
    private const double Least = 10;
    private const double Most = 100;
    private const double LeastDeviation = 0.01;
    private const string Losses = HealthCheck.LossD;

    /// <summary>Whether a series is long enough for one, and has losses.</summary>
    public static bool Fits(RecordedSeries series) =>
        series.Checks.Length > First && series.Checks.All(check => check.Values.ContainsKey(Losses));

    /// <summary>One or two checks somewhere from the tenth on, up or down, by 10 to 100 deviations.</summary>
    /// <param name="number">Which of the series' spikes; the same number gives the same.</param>
    public static LossSpike Into(RecordedSeries series, ulong number, StopOptions options)
    {
        var losses = series.Checks.Select(check => check.Values[Losses]).Where(double.IsFinite).ToArray();
        var median = Medians.Of(losses);
        var deviation = Math.Max(Medians.Deviation(losses, median), LeastDeviation * Math.Abs(median));
        var drawn = new float[4];
        Uniforms.Fill(series.Seed, NoiseStream.Of(NoisePurpose.Evaluation, number), 0, drawn);
        var first = First + (int)(drawn[0] * (series.Checks.Length - First));
        var length = drawn[1] < 0.5 ? 1 : 2;
        var height = deviation * (Least + (drawn[2] * (Most - Least))) * (drawn[3] < 0.5 ? -1 : 1);
        return new LossSpike(
            series with
            {
                Checks =
                [
                    .. series.Checks.Select((check, i) => i >= first && i < first + length
                        ? check with { Values = check.Values.SetItem(Losses, check.Values[Losses] + height) }
                        : check),
                ],
            },
            Within(series, first, length, options));
    }

    private static ImmutableHashSet<long> Within(RecordedSeries series, int first, int length, StopOptions options) =>
        [.. series.Checks.Skip(first).Take(length + options.Frozen - 1).Select(check => check.Step)];
}
