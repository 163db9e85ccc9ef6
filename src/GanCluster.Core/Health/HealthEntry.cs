namespace GanCluster.Core.Health;

/// <summary>What a run's health showed or decided between two rounds, as journals keep it.</summary>
public abstract record HealthEntry
{
    /// <summary>A check of the run's course was judged.</summary>
    public sealed record Judged(JudgedCheck Check) : HealthEntry;

    /// <summary>The run goes on from an earlier version in another course. The row says from which and in which.</summary>
    /// <param name="From">The step that it stood at.</param>
    public sealed record RolledBack(long From, string Reason) : HealthEntry;
}

/// <summary>A figure of a version that was measured.</summary>
/// <param name="Seed">Of the noise it was measured with.</param>
public readonly record struct Measured(string Name, double Value, ulong Seed);
