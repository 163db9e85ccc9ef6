using System.Text;
using GanCluster.Core;
using GanCluster.Core.Health.Recorded;
using GanCluster.Core.Runs;
using GanCluster.Node.Journal;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Spoilt;

/// <summary>Where recorded series are: files, folders of files, and folders of runs.</summary>
internal static class SeriesFolder
{
    /// <exception cref="UserInputException">There are none.</exception>
    internal static IReadOnlyList<(string Name, RecordedSeries Series)> Read(IReadOnlyList<string> places, RunParts parts) =>
        [.. places.SelectMany(place => Read(place, parts))];

    internal static void Write(string path, TextWriter told, RecordedSeries series) =>
        OutputFile.Write(path, told, stream => stream.Write(Encoding.UTF8.GetBytes(SeriesText.Of(series))));

    /// <summary>The checks of a run, as its run.db has them.</summary>
    /// <exception cref="UserInputException">It is no run's folder, or the run was never measured.</exception>
    internal static RecordedSeries OfRun(string folder, RunParts parts)
    {
        using var journal = RunDatabase.OpenToRead(RunFiles.Database(folder));
        var values = journal.ReadRunValues();
        var configuration = values.TryGetValue(RunDatabase.ConfigurationKey, out var text)
            ? RunConfigurationReader.Parse(text, RunFiles.Database(folder), parts.Names)
            : throw new UserInputException($"'{RunFiles.Database(folder)}' has no configuration: give the folder of a run");
        var checks = RecordedChecks.Read(
            journal, after: 0, long.MaxValue, step => configuration.EvaluateEvery == 0 || CheckSteps.Includes(configuration, step)).ToList();
        return checks.Count == 0
            ? throw new UserInputException($"'{folder}' has no checks: give the folder of a run that was measured (evaluateEvery)")
            : new RecordedSeries(
                values.GetValueOrDefault("name", ""), configuration.Data, configuration.Seed, Fault: "", FaultStep: null, [.. checks]);
    }

    private static RecordedSeries OfFile(string path)
    {
        try
        {
            return SeriesText.Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't read '{path}': {DiskErrors.Reason(e)}; give a recorded series, or the folder of a run", e);
        }
    }

    private static IEnumerable<(string, RecordedSeries)> Read(string place, RunParts parts)
    {
        if (File.Exists(RunFiles.Database(place)))
        {
            return [(place, OfRun(place, parts))];
        }

        if (!Directory.Exists(place))
        {
            return [(place, OfFile(place))];
        }

        var files = Directory.EnumerateFiles(place, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? files.Select(file => (Path.GetRelativePath(place, file), OfFile(file)))
            : throw new UserInputException($"'{place}' holds no series: give a folder of .json files, or of a run");
    }
}
