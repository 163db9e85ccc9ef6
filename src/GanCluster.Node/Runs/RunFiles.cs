namespace GanCluster.Node.Runs;

/// <summary>What lies where in a run's folder.</summary>
internal static class RunFiles
{
    internal static string Database(string folder) => Path.Combine(folder, "run.db");

    internal static string Checkpoints(string folder) => Path.Combine(folder, "checkpoints");

    internal static string Samples(string folder) => Path.Combine(folder, "samples");

    internal static string Grid(string folder, long step) => Path.Combine(Samples(folder), $"step-{step:D8}.png");

    internal static string Summary(string folder) => Path.Combine(folder, "summary.json");

    internal static string Live(string folder) => Path.Combine(folder, "coordinator.json");
}
