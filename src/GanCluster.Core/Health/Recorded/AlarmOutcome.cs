namespace GanCluster.Core.Health.Recorded;

/// <summary>What the rules make of a recorded series.</summary>
/// <param name="Collapsed">The step from which on the run was collapsed in truth; null: it did not collapse.</param>
/// <param name="Alarm">The first alarm's, of what came after the fault if there was one; null: none.</param>
/// <param name="False">The first alarm's that came without a fault, or before it.</param>
public sealed record AlarmOutcome(RecordedSeries Series, long? Collapsed, HealthVerdict? Alarm, HealthVerdict? False)
{
    public bool IsHealthy => Series.Fault.Length == 0;

    /// <summary>Checks from the first that was collapsed to the alarm, both counted; 0: it came before. Null unless the run
    /// collapsed and was alarmed.</summary>
    public int? Delay => Collapsed is { } collapsed && Alarm is { } alarm
        ? Math.Max(0, Number(alarm.Step) - Number(collapsed) + 1)
        : null;

    public static AlarmOutcome Of(RecordedSeries series, HealthOptions options)
    {
        var (state, fault) = (HealthState.Start, series.FaultStep ?? long.MaxValue);
        HealthVerdict? alarm = null, isFalse = null;
        foreach (var check in series.Checks)
        {
            state = state.Apply(check, options);
            if (state.Verdict is { Condition: HealthCondition.Alarm } verdict && verdict.Step == check.Step)
            {
                alarm ??= check.Step > fault ? verdict : null;
                isFalse ??= check.Step > fault ? null : verdict;
            }
        }

        return new AlarmOutcome(series, CollapseTruth.Onset(series), alarm, isFalse);
    }

    private int Number(long step) => Series.Checks.Count(check => check.Step <= step);
}
