namespace GanCluster.Core.Health;

/// <summary>In order of gravity.</summary>
public enum HealthCondition
{
    Healthy,
    Suspect,
    Alarm,
}

public enum HealthCause
{
    None,
    Exploding,
    Collapse,
    NotFinite,
}

/// <param name="Reason">For people, in one line.</param>
/// <param name="Step">Of the check since which it is so; 0 before the first.</param>
public sealed record HealthVerdict(HealthCondition Condition, HealthCause Cause, string Reason, long Step)
{
    public static HealthVerdict Unchecked { get; } = new(HealthCondition.Healthy, HealthCause.None, "no check yet", 0);

    /// <summary><c>healthy</c>, <c>suspect</c> or <c>alarm</c>.</summary>
    public string State => Condition.ToString().ToLowerInvariant();
}
