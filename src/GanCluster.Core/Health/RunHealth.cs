namespace GanCluster.Core.Health;

/// <summary>A run's checks folded into all that is made of them: the verdict, and what its coordinator acts by.</summary>
public sealed record RunHealth
{
    public static RunHealth Start { get; } = new();

    public HealthState State { get; private init; } = HealthState.Start;

    /// <summary>What acts goes by this.</summary>
    public CourseHealth Checks { get; init; } = CourseHealth.Start;

    private StopState Stop { get; init; } = StopState.Start;

    /// <param name="check">Of a later step than the one before.</param>
    /// <param name="stop">Null: no rule says when there is nothing more to gain.</param>
    public RunHealth Apply(HealthCheck check, HealthOptions health, StopOptions? stop)
    {
        var state = State.Apply(check, health);
        var stopped = stop is null ? Stop : Stop.Apply(StopCheck.OfMixture(check, state.Verdict), stop);
        var nothingToGain = stopped.Decision is { Stops: true, Reason: var reason }
            ? $"nothing more to gain at step {check.Step}: {reason}"
            : null;
        return new RunHealth
        {
            State = state,
            Stop = stopped,
            Checks = Checks.With(new JudgedCheck(check.Step, state.Verdict, nothingToGain)),
        };
    }
}
