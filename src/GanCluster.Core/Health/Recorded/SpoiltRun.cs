using System.Collections.Immutable;
using GanCluster.Core.Runs;

namespace GanCluster.Core.Health.Recorded;

/// <param name="Course">The new one.</param>
/// <param name="AlarmStep">Of the check since which there was an alarm; null: numbers ended before one.</param>
public sealed record SpoiltRollBack(int Course, long? AlarmStep, long From, long To, string Reason);

/// <summary>What a run that was spoilt has shown in each of its courses, and what its health makes of that: the coordinator's own
/// rules.</summary>
/// <param name="Stop">Null: it does not end because it has nothing more to gain.</param>
public sealed record SpoiltRun(ActingOptions Acting, StopOptions? Stop)
{
    public RunHealth Health { get; private init; } = RunHealth.Start;

    /// <summary>Of its course, and those before that the roll-backs left.</summary>
    public ImmutableArray<HealthCheck> Checks { get; private init; } = [];

    /// <summary>Those of the first course, which alone is spoilt: a series with rising steps, whatever came after.</summary>
    public ImmutableArray<HealthCheck> First { get; private init; } = [];

    public ImmutableArray<SpoiltRollBack> RollBacks { get; private init; } = [];

    /// <summary>What its health ended it by; null: nothing.</summary>
    public HealthAction.Stop? End { get; init; }

    public int Course => RollBacks.Length;

    /// <summary>Where a check is due, before it is made.</summary>
    public HealthAction? Decide(long step) => ActionRules.DecideCheck(Health.Checks, step, Course, Acting);

    public SpoiltRun With(HealthCheck check) => Record(check) with { Health = Health.Apply(check, HealthOptions.Default, Stop) };

    /// <summary>Its numbers ended before the check of a step. A run has no check then; a series shows one.</summary>
    public (SpoiltRun Run, HealthAction Action) Diverged(long step, string reason) => (
        Record(HealthCheck.Of(step, (HealthCheck.LossD, double.NaN))),
        ActionRules.DecideDiverged(Health.Checks, reason, Course, Acting));

    /// <param name="from">The step at which it was decided.</param>
    public SpoiltRun RolledBack(HealthAction.RollBack back, long from)
    {
        ImmutableArray<HealthCheck> left = [.. Checks.Where(check => check.Step <= back.To)];
        var health = left.Aggregate(RunHealth.Start, (health, check) => health.Apply(check, HealthOptions.Default, Stop));
        long? alarm = Health.State.Verdict is { Condition: HealthCondition.Alarm, Step: var since } ? since : null;
        return this with
        {
            Health = health with { Checks = Health.Checks.RolledBack() },
            Checks = left,
            RollBacks = RollBacks.Add(new SpoiltRollBack(Course + 1, alarm, from, back.To, back.Reason)),
        };
    }

    private SpoiltRun Record(HealthCheck check) => this with
    {
        Checks = Checks.Add(check),
        First = Course == 0 ? First.Add(check) : First,
    };
}
