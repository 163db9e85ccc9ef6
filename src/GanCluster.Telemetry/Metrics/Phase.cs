namespace GanCluster.Telemetry.Metrics;

/// <summary>What a worker spends its time on.</summary>
public enum Phase
{
    /// <summary>A replica's batch is read, generated and scored, and D's gradient computed.</summary>
    Discriminator,

    /// <summary>A replica's generator gradient.</summary>
    Generator,

    /// <summary>A step of either optimizer.</summary>
    Optimizer,

    /// <summary>A sum over the workers, waiting for the slower ones included.</summary>
    Exchange,

    /// <summary>A replica's steps of a round in <c>parameters</c>.</summary>
    LocalSteps,

    /// <summary>The averaged state is taken over.</summary>
    Average,

    /// <summary>The hash of the whole state.</summary>
    Hash,

    /// <summary>A round's result becomes the committed version.</summary>
    Commit,
}
