using GanCluster.Core;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Chaos;

/// <summary>The journals of a run's coordinators, which are read while they are written.</summary>
internal sealed class ChaosJournals(string folder, int coordinators)
{
    internal string FolderOf(int place) => CoordinatorFolders.Of(folder, place);

    internal ChaosRows Read()
    {
        var journals = Enumerable.Range(0, coordinators).Select(place => Read(place)).ToList();
        return new ChaosRows(
            [.. journals.SelectMany(j => j.Attempts)],

            // Each has the same rounds, one a little earlier than another.
            [.. journals.SelectMany(j => j.Rounds).GroupBy(r => r.Round).Select(same => same.MinBy(r => r.CommittedAt)!)]);
    }

    /// <summary>Empty until its tables are made.</summary>
    internal ChaosRows Read(int place)
    {
        try
        {
            using var journal = RunDatabase.Open(RunFiles.Database(FolderOf(place)), create: false);
            return new ChaosRows([.. journal.ReadAttempts()], [.. journal.ReadRounds()]);
        }
        catch (UserInputException)
        {
            return new ChaosRows([], []);
        }
    }

    /// <summary>Who of these has opened an attempt last, as only who acts does; null: nobody has.</summary>
    internal int? Acting(IEnumerable<int> places) => places
        .Select(place => (Place: (int?)place, At: Read(place).Attempts.Select(a => a.OpenedAt).DefaultIfEmpty().Max()))
        .Where(c => c.At != default)
        .OrderBy(c => c.At)
        .LastOrDefault().Place;
}
