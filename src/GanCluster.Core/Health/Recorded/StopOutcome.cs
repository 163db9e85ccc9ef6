namespace GanCluster.Core.Health.Recorded;

/// <summary>What the stop rule makes of a recorded series.</summary>
/// <param name="Stopped">The check at which it would end the run; null: never.</param>
/// <param name="InSpike">Whether that is within a spike of the losses.</param>
/// <param name="Kept">The quality of the version that the run ends with: that of the next check, where a check's verdict
/// acts.</param>
/// <param name="Best">The best of all checks.</param>
public sealed record StopOutcome(RecordedSeries Series, long? Stopped, bool InSpike, double Kept, double Best)
{
    public double KeptOfBest => Best > 0 ? Kept / Best : 1;

    /// <param name="spikes">The steps of the checks whose loss is part of a spike, or comes so soon after that the patience is
    /// to be frozen still.</param>
    public static StopOutcome Of(
        RecordedSeries series, IReadOnlySet<long> spikes, HealthOptions health, StopOptions options)
    {
        var (state, stop) = (HealthState.Start, StopState.Start);
        long? stopped = null;
        var kept = 0.0;
        foreach (var check in series.Checks)
        {
            state = state.Apply(check, health);
            var asked = StopCheck.OfMixture(check, state.Verdict);
            stop = stop.Apply(asked, options);
            kept = asked.Quality;
            if (stopped is not null)
            {
                break;
            }

            stopped = stop.Decision.Stops ? check.Step : null;
        }

        return new StopOutcome(
            series, stopped, stopped is { } step && spikes.Contains(step), kept,
            series.Checks.Max(StopCheck.QualityOfMixture));
    }
}
