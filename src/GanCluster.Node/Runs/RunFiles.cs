using System.Globalization;

namespace GanCluster.Node.Runs;

/// <summary>What lies where in a run's folder.</summary>
internal static class RunFiles
{
    internal static string Database(string folder) => Path.Combine(folder, "run.db");

    internal static string Checkpoints(string folder) => Path.Combine(folder, "checkpoints");

    internal static string Checkpoint(string folder, long step) => Path.Combine(Checkpoints(folder), $"step-{step:D8}");

    /// <summary>Where the coordinator keeps its copy of the version while the run goes on.</summary>
    internal static string Safe(string folder) => Path.Combine(folder, "safe");

    internal static string Samples(string folder) => Path.Combine(folder, "samples");

    internal static string Grid(string folder, long step) => Path.Combine(Samples(folder), $"step-{step:D8}.png");

    /// <returns>The steps that have a grid, ascending.</returns>
    internal static IReadOnlyList<long> Grids(string folder)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(Samples(folder), "step-*.png")
                    .Select(file => Path.GetFileNameWithoutExtension(file)["step-".Length..])
                    .Where(text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                    .Select(text => long.Parse(text, CultureInfo.InvariantCulture))
                    .Order(),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    internal static string Summary(string folder) => Path.Combine(folder, "summary.json");

    internal static string Classes(string folder) => Path.Combine(folder, "classes.json");

    internal static string Targets(string folder) => Path.Combine(folder, "targets.json");

    internal static string TargetsBeside(string folder) => Path.TrimEndingDirectorySeparator(folder) + ".targets.json";

    /// <summary>A run's folder, and those of its other coordinators on this machine, if there are any.</summary>
    internal static IEnumerable<string> OfCoordinators(string folder) =>
        Directory.Exists(folder)
            ? Directory.GetDirectories(folder, "coordinator-*").Order(StringComparer.Ordinal).Prepend(folder)
            : [folder];

    /// <summary>What the page asks whoever would change the run for.</summary>
    internal static string Token(string folder) => Path.Combine(folder, "token");

    internal static string Live(string folder) => Path.Combine(folder, "coordinator.json");
}
