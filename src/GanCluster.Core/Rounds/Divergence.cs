namespace GanCluster.Core.Rounds;

/// <summary>In the order in which a step updates them.</summary>
public enum NetworkKind
{
    Discriminator,
    Generator,
}

public enum DivergedPart
{
    Gradient,
    Weights,
}

/// <summary>Where a run's numbers ceased to be numbers. The same for every participant of an attempt, however many there
/// are.</summary>
/// <param name="Replica">In <c>parameters</c> the replica whose local step it was; null if it was a sum over all.</param>
public readonly record struct Divergence(long Step, NetworkKind Network, DivergedPart Part, int? Replica = null)
{
    public override string ToString() =>
        $"step {Step}: {(Network == NetworkKind.Discriminator ? "D" : "G")}'s "
        + (Part == DivergedPart.Gradient ? "gradient is not finite" : "weights are not finite")
        + (Replica is { } replica ? $" in replica {replica}" : "");
}
