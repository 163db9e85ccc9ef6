using System.Collections.Immutable;

namespace GanCluster.Core.Health.Recorded;

/// <summary>What the rules are worth, over many series.</summary>
/// <param name="Stops">Of the mixtures that were not spoilt, each with a spike in its losses.</param>
public sealed record HealthReport(ImmutableArray<AlarmOutcome> Alarms, ImmutableArray<StopOutcome> Stops)
{
    /// <summary>The aims.</summary>
    public const double LeastRecall = 0.95;
    public const int LongestDelay = 3;

    /// <summary>Healthy runs for one with a false alarm. Of fewer none may have one.</summary>
    public const int RunsPerFalse = 30;
    public const double LeastKept = 0.95;

    /// <param name="modesOf">Of data's name; null: they are no mixture.</param>
    /// <param name="spikes">Each series of a mixture that was not spoilt gets so many, one at a time.</param>
    public static HealthReport Of(
        IReadOnlyList<RecordedSeries> series, HealthOptions options, int spikes, Func<string, int?> modesOf)
    {
        ImmutableArray<AlarmOutcome> alarms = [.. series.Select(one => AlarmOutcome.Of(one, options))];
        return new HealthReport(alarms, [.. alarms.Where(alarm => alarm.IsHealthy).SelectMany(alarm => Stopped(alarm.Series))]);

        IEnumerable<StopOutcome> Stopped(RecordedSeries one) => modesOf(one.Data) is { } modes && LossSpike.Fits(one)
            ? Enumerable.Range(0, spikes)
                .Select(number => LossSpike.Into(one, (ulong)number, StopOptions.OfMixture(modes)))
                .Select(spike => StopOutcome.Of(spike.Series, spike.Checks, options, StopOptions.OfMixture(modes)))
            : [];
    }

    public int Collapses => Alarms.Count(alarm => alarm.Collapsed is not null);

    /// <summary>Collapses that were alarmed, however late.</summary>
    public int Alarmed => Alarms.Count(alarm => alarm.Delay is not null);

    /// <summary>Faults that collapsed nothing: they count neither for the rules nor against them.</summary>
    public int Harmless => Alarms.Count(alarm => !alarm.IsHealthy && alarm.Collapsed is null);

    public int Healthy => Alarms.Count(alarm => alarm.IsHealthy);

    /// <summary>Runs with an alarm that had no fault, or had it later.</summary>
    public int False => Alarms.Count(alarm => alarm.False is not null);

    /// <summary>NaN without a collapse.</summary>
    public double Recall => Collapses == 0 ? double.NaN : (double)Alarmed / Collapses;

    /// <summary>Of the alarmed collapses; 0 without any.</summary>
    public int Slowest => Alarms.Max(alarm => alarm.Delay) ?? 0;

    public int StopsInSpikes => Stops.Count(stop => stop.InSpike);

    /// <summary>The least of the kept versions' quality, as a part of the best; 1 without any.</summary>
    public double LeastKeptOfBest => Stops.Select(stop => stop.KeptOfBest).DefaultIfEmpty(1).Min();

    /// <summary>Each aim that the series say something of, what came of it, and whether it holds.</summary>
    public IEnumerable<(string Aim, string Figure, bool Holds)> Aims()
    {
        if (Collapses > 0)
        {
            yield return ("recall of collapses", Text($"{Alarmed} of {Collapses}"), Recall >= LeastRecall);
            yield return ("slowest alarm, in checks", Text($"{Slowest}"), Slowest <= LongestDelay);
        }

        if (Healthy > 0)
        {
            yield return ("false alarms", Text($"{False} of {Healthy}"), False * RunsPerFalse <= Healthy);
        }

        if (Stops.Length > 0)
        {
            yield return ("stops within a spike", Text($"{StopsInSpikes} of {Stops.Length}"), StopsInSpikes == 0);
            yield return ("kept quality of the best, least", Text($"{LeastKeptOfBest:0.000}"), LeastKeptOfBest >= LeastKept);
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
