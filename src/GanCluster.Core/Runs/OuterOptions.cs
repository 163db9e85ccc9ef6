namespace GanCluster.Core.Runs;

/// <summary>
/// The outer step of <see cref="SyncMode.Parameters"/>, on G and D together: with w the weights that a round began with and d how far
/// the replicas' mean lies behind them (the pseudogradient), m becomes momentum x m + d, and the weights w - rate x (d + momentum x m).
/// With 1 and 0 they are the mean. With 0.5 and 0 it is Lookahead-minmax (Chavdarova et al., 2021), with a momentum the
/// Nesterov of DiLoCo (Douillard et al., 2023).
/// </summary>
public sealed record OuterOptions : RunKeyGroup
{
    /// <summary>1: as far as the mean.</summary>
    [Real(Above = 0, To = 2, LeftOutAt = "1")]
    public double Rate { get; init; } = 1;

    /// <summary>0: none.</summary>
    [Real(From = 0, Below = 1, LeftOutAt = "0")]
    public double Momentum { get; init; }
}
