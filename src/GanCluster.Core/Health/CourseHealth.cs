using System.Collections.Immutable;

namespace GanCluster.Core.Health;

/// <summary>A check's verdict.</summary>
/// <param name="NothingToGain">Why the stop rule would end the run; null if it would not.</param>
public sealed record JudgedCheck(long Step, HealthVerdict Verdict, string? NothingToGain = null);

/// <summary>What the checks of a run's course have shown so far, as its coordinator knows it.</summary>
public sealed record CourseHealth
{
    public static CourseHealth Start { get; } = new();

    /// <summary>Steps whose version is being measured.</summary>
    public ImmutableSortedSet<long> Pending { get; init; } = [];

    /// <summary>The newest verdicts, oldest first: two, for the newest may be of the very step at which the one before it
    /// acts.</summary>
    public ImmutableArray<JudgedCheck> Judged { get; init; } = [];

    /// <summary>The newest check that was healthy; 0, the run's first version, if none was.</summary>
    public long HealthyStep { get; init; }

    /// <summary>The same instance if it was judged before.</summary>
    public CourseHealth Begun(long step) => Judged.Length > 0 && step <= Judged[^1].Step ? this : this with { Pending = Pending.Add(step) };

    /// <summary>The same instance if the check is not newer than what was judged.</summary>
    public CourseHealth With(JudgedCheck check) => Judged.Length > 0 && check.Step <= Judged[^1].Step ? this : this with
    {
        Pending = Pending.Remove(check.Step),
        Judged = [.. Judged.TakeLast(1), check],
        HealthyStep = check.Verdict.Condition == HealthCondition.Healthy ? check.Step : HealthyStep,
    };

    /// <summary>What was shown after the healthy step is of a course that is over.</summary>
    public CourseHealth RolledBack() => new() { HealthyStep = HealthyStep };

    internal JudgedCheck? JudgedBefore(long step) => Judged.LastOrDefault(check => check.Step < step);
}
