using System.Globalization;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>A run's coordinators, each with a folder, by their place from 0 on.</summary>
internal sealed class Coordinators(NodesRun run, int count)
{
    /// <summary>The longest that a run stands still when whoever acts is lost.</summary>
    internal static readonly TimeSpan FailOver = TimeSpan.FromSeconds(15);

    internal string FolderOf(int place) => CoordinatorFolders.Of(run.Folder, place);

    internal int ProcessOf(int place) => LiveRun.Read(FolderOf(place))?.Pid
        ?? throw new InvalidOperationException($"no coordinator lives in {FolderOf(place)}");

    internal bool Lives(int place) => LiveRun.Read(FolderOf(place)) is not null;

    /// <summary>Whoever has opened an attempt last, once somebody has since then: only who acts records that.</summary>
    internal async Task<int> Acting(DateTimeOffset since = default)
    {
        var acting = -1;
        await run.Until(
            () =>
            {
                acting = Enumerable.Range(0, count).Where(Lives).Select(place => (place, At: LastAttempt(place)))
                    .Where(c => c.At > since).OrderBy(c => c.At).Select(c => c.place).LastOrDefault(-1);
                return acting >= 0;
            },
            "a coordinator that acts");
        return acting;
    }

    /// <summary>Sends a signal to whoever acts.</summary>
    /// <returns>Who that was, and when.</returns>
    internal async Task<(int Place, DateTimeOffset At)> Strike(int signal)
    {
        var place = await Acting();
        var at = DateTimeOffset.UtcNow;
        NodeProcess.Signal(ProcessOf(place), signal);
        return (place, at);
    }

    /// <summary>The first round that a node's journal has after a time by a later term, which has to come soon.</summary>
    internal async Task<RoundRow> CommittedAfter(int place, DateTimeOffset at)
    {
        RoundRow? row = null;
        await run.Until(
            () => (row = Read(place, db => db.ReadRounds().FirstOrDefault(r => r.CommittedAt > at && r.Term > TermBefore(db, at))))
                is not null,
            string.Create(CultureInfo.InvariantCulture, $"a round of a later term in the journal of coordinator {place + 1}"));
        Assert.InRange(row!.CommittedAt - at, TimeSpan.Zero, FailOver);
        return row;
    }

    /// <summary>Of the rounds before a time.</summary>
    private static long TermBefore(RunDatabase journal, DateTimeOffset at) =>
        journal.ReadRounds().Where(row => row.CommittedAt <= at).Select(row => row.Term).DefaultIfEmpty(0).Max();

    private DateTimeOffset LastAttempt(int place) =>
        Read(place, db => new Newest(db.ReadAttempts().Select(a => a.OpenedAt).DefaultIfEmpty().Max()))?.At ?? default;

    internal T? Read<T>(int place, Func<RunDatabase, T?> look)
        where T : class
    {
        try
        {
            using var journal = RunDatabase.Open(RunFiles.Database(FolderOf(place)), create: false);
            return look(journal);
        }
        catch (UserInputException)
        {
            return null;
        }
    }

    private sealed record Newest(DateTimeOffset At);
}
