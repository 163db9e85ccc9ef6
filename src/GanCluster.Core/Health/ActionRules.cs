using GanCluster.Core.Runs;

namespace GanCluster.Core.Health;

/// <summary>What a run's health makes of the run, and why.</summary>
public abstract record HealthAction(string Reason)
{
    /// <summary>A verdict that decides what happens here has not come.</summary>
    public sealed record Wait(string Reason) : HealthAction(Reason);

    /// <summary>The run ends.</summary>
    /// <param name="Succeeded">It has nothing more to gain; else it is in trouble.</param>
    public sealed record Stop(string Reason, bool Succeeded) : HealthAction(Reason);

    /// <summary>The run goes on from the healthy version at a step.</summary>
    public sealed record RollBack(string Reason, long To) : HealthAction(Reason);
}

/// <summary>
/// When a run's health acts: a pure function of what its checks have shown. A check's verdict acts where the next check is due,
/// before that is made, however early it came; so the step is fixed by the configuration.
/// </summary>
public static class ActionRules
{
    /// <param name="step">Where a check is due; null: go on.</param>
    /// <param name="course">The roll-backs made so far.</param>
    public static HealthAction? DecideCheck(CourseHealth health, long step, int course, ActingOptions options)
    {
        if (!options.Acts())
        {
            return null;
        }

        if (health.Pending.FirstOrDefault(check => check < step) is > 0 and var pending)
        {
            return new HealthAction.Wait($"the check of step {pending} is not judged, and what it decides acts at step {step}");
        }

        if (health.JudgedBefore(step) is not { } judged)
        {
            return null;
        }

        return judged switch
        {
            { Verdict.Condition: HealthCondition.Alarm } when options.OnAlarm != AlarmAction.Note =>
                OfAlarm($"{judged.Verdict.Reason} (step {judged.Step})", health, course, options),
            { NothingToGain: { } reason } when options.Stop > 0 => new HealthAction.Stop(reason, Succeeded: true),
            _ => null,
        };
    }

    /// <summary>The run's numbers have ended: that waits for no next check, for there is none.</summary>
    /// <param name="reason">Where.</param>
    public static HealthAction DecideDiverged(CourseHealth health, string reason, int course, ActingOptions options)
    {
        if (options.OnAlarm != AlarmAction.Rollback)
        {
            return new HealthAction.Stop(reason, Succeeded: false);
        }

        return health.Pending.IsEmpty
            ? OfAlarm(reason, health, course, options)
            : new HealthAction.Wait($"{reason}, and the check of step {health.Pending.Min} is not judged");
    }

    private static HealthAction OfAlarm(string reason, CourseHealth health, int course, ActingOptions options)
    {
        if (options.OnAlarm == AlarmAction.Stop)
        {
            return new HealthAction.Stop(reason, Succeeded: false);
        }

        return course < options.Rollbacks
            ? new HealthAction.RollBack(reason, health.HealthyStep)
            : new HealthAction.Stop(
                $"{reason}, after {course} roll-back{(course == 1 ? "" : "s")}, the most that health.rollbacks allows", Succeeded: false);
    }
}
