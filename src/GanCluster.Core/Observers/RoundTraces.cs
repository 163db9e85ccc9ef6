namespace GanCluster.Core.Observers;

/// <summary>The traces of rounds: who makes the spans and who exports them know each other by this name alone.</summary>
public static class RoundTraces
{
    /// <summary>Of the <see cref="System.Diagnostics.ActivitySource"/>.</summary>
    public const string SourceName = "GanCluster.Rounds";
}
