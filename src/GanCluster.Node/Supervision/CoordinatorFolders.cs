using System.Globalization;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;

namespace GanCluster.Node.Supervision;

/// <summary>The folders of several coordinators of one run on this machine: the run's own is the first one's, and those of the others
/// lie in it.</summary>
internal static class CoordinatorFolders
{
    /// <summary>Where the copy is made before it takes the run's place.</summary>
    private const string Made = "whole.partial";

    /// <param name="coordinator">Counted from 0.</param>
    internal static string Of(string folder, int coordinator) =>
        coordinator == 0 ? folder : Path.Combine(folder, $"coordinator-{coordinator + 1}");

    /// <summary>Of a run that has failed: nobody says who coordinated to the end. It has the newest round; of those that have it,
    /// the newest checkpoint, for it saved that of the end; else it recorded the newest attempt, as only who acts does. Where there is
    /// neither, there is nothing to make whole.</summary>
    internal static void MakeWhole(string folder)
    {
        var newest = RunFiles.OfCoordinators(folder).Select(at => (Folder: at, Newest: Newest(at))).MaxBy(c => c.Newest);
        if (newest.Newest.Saved is not null || newest.Newest.ActedAt is not null)
        {
            MakeWhole(folder, newest.Folder);
        }
    }

    /// <summary>Makes the run's folder what that of the one is who coordinated to the end, with what the others saw while they acted:
    /// faults, measures, grids. Theirs stay as they are: each is a journal, and a run that goes on asks a majority of them.</summary>
    internal static void MakeWhole(string folder, int last) => MakeWhole(folder, Of(folder, last));

    private static void MakeWhole(string folder, string last)
    {
        var others = RunFiles.OfCoordinators(folder).Where(other => other != last && RunFolder.HoldsRun(other)).ToList();
        var (redone, own) = (others.Append(last).Sum(Redone), Redone(folder));
        if (last == folder)
        {
            AddWhatWasSeen(folder, others, redone);
            return;
        }

        // On a full disk this is where it ends, and what the folder had is there still.
        var made = Path.Combine(folder, Made);
        Delete(made);
        Copy(new DirectoryInfo(last), made);
        AddWhatWasSeen(made, others, redone);
        using (var journal = RunDatabase.Open(RunFiles.Database(made), create: true))
        {
            // Each counts its own, so that those of a run that goes on are counted once.
            journal.SetRunValue(RunMarks.StepsRedone, own.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var log in new[] { "-wal", "-shm" })
        {
            File.Delete(RunFiles.Database(folder) + log);
        }

        Delete(RunFiles.Safe(folder));
        foreach (var file in Directory.EnumerateFiles(made))
        {
            // Whoever reads the old one has it to the end.
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var below in Directory.EnumerateDirectories(made))
        {
            var place = Path.Combine(folder, Path.GetFileName(below));
            Delete(place);
            Directory.Move(below, place);
        }

        Directory.Delete(made);
    }

    private static (long Term, long Round, long? Saved, DateTimeOffset? ActedAt) Newest(string folder)
    {
        if (!File.Exists(RunFiles.Database(folder)))
        {
            return default;
        }

        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: true);
        var round = journal.ReadRounds().LastOrDefault();
        var saved = new CheckpointStore(RunFiles.Checkpoints(folder)).Kept();
        return (
            round?.Term ?? 0, round?.Round ?? 0, saved.Count > 0 ? saved[0] : null,
            journal.ReadAttempts().Max(attempt => (DateTimeOffset?)attempt.OpenedAt));
    }

    /// <summary>Steps that the coordinator of a folder had computed again.</summary>
    private static long Redone(string folder)
    {
        if (!File.Exists(RunFiles.Database(folder)))
        {
            return 0;
        }

        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: true);
        return RunMarks.Number(journal, RunMarks.StepsRedone);
    }

    private static void AddWhatWasSeen(string to, IReadOnlyList<string> others, long redone)
    {
        using var journal = RunDatabase.Open(RunFiles.Database(to), create: true);
        foreach (var other in others.Where(other => File.Exists(RunFiles.Database(other))))
        {
            journal.AddFrom(RunFiles.Database(other));
            AddGrids(RunFiles.Samples(other), RunFiles.Samples(to));
        }

        if (RunSummary.Read(RunFiles.Summary(to)) is { } summary)
        {
            summary["faults"] = FaultKinds.Count([.. journal.ReadFaults()]);
            summary["steps_redone"] = redone;
            RunSummary.Write(RunFiles.Summary(to), summary);
        }
    }

    private static void AddGrids(string from, string to)
    {
        foreach (var grid in Directory.Exists(from) ? Directory.EnumerateFiles(from, "step-*.png") : [])
        {
            var place = Path.Combine(to, Path.GetFileName(grid));
            if (!File.Exists(place))
            {
                Directory.CreateDirectory(to);
                File.Copy(grid, place);
            }
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var below in from.EnumerateDirectories())
        {
            Copy(below, Path.Combine(to, below.Name));
        }
    }
}
