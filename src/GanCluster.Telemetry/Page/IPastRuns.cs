using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Page;

/// <summary>Other runs than the one that is shown, to compare it with.</summary>
public interface IPastRuns
{
    /// <summary>Their names, newest first.</summary>
    IReadOnlyList<string> Names { get; }

    /// <returns>Null: no run has the name, or it can't be read.</returns>
    RunView? Open(string name);
}
