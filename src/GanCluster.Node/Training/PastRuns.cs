using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;
using GanCluster.Training.Parts;
using Microsoft.Data.Sqlite;

namespace GanCluster.Node.Training;

/// <summary>The runs in the folders beside a run's own, from their journals.</summary>
internal sealed class PastRuns(string folder, RunParts parts, TimeProvider time) : IPastRuns
{
    private const int Most = 100;
    private readonly string _own = Path.GetFullPath(folder);
    private readonly string _parent = Path.GetDirectoryName(Path.GetFullPath(folder))!;
    private readonly Lock _reading = new();

    public IReadOnlyList<string> Names
    {
        get
        {
            try
            {
                return
                [
                    .. new DirectoryInfo(_parent).EnumerateDirectories()
                        .Where(other => other.FullName != _own && File.Exists(RunFiles.Database(other.FullName)))
                        .OrderByDescending(other => File.GetLastWriteTimeUtc(RunFiles.Database(other.FullName)))
                        .ThenBy(other => other.Name, StringComparer.Ordinal)
                        .Take(Most)
                        .Select(other => other.Name),
                ];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    public RunView? Open(string name)
    {
        // Only what is listed, so that no name leads elsewhere; and one at a time, however many ask.
        lock (_reading)
        {
            return Names.Contains(name, StringComparer.Ordinal) ? Read(RunFiles.Database(Path.Combine(_parent, name))) : null;
        }
    }

    private RunView? Read(string database)
    {
        try
        {
            using var journal = RunDatabase.OpenToRead(database);
            var configuration = RunConfigurationReader.Parse(
                journal.ReadRunValues()[RunDatabase.ConfigurationKey], database, parts.Names);
            var view = ShownRun.View(new RunFacts(configuration.Data, configuration, RunLength.Steps(configuration)), time);
            ShownRun.Recall(journal, view);
            return view;
        }
        catch (Exception e) when (e is UserInputException or SqliteException or KeyNotFoundException)
        {
            return null;
        }
    }
}
