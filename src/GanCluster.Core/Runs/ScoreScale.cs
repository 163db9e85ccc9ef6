namespace GanCluster.Core.Runs;

/// <summary>What the discriminator's output means.</summary>
public enum ScoreScale
{
    /// <summary>Its sigmoid is the probability that a sample is real.</summary>
    Probability,

    /// <summary>Only differences count.</summary>
    Raw,
}

public static class ScoreScales
{
    /// <summary>A probability only where the objective is a built-in cross-entropy: what a program's own asks of D is not known.</summary>
    public static ScoreScale Of(RunConfiguration configuration) =>
        configuration.Objective is "non-saturating" or "minimax" ? ScoreScale.Probability : ScoreScale.Raw;
}
