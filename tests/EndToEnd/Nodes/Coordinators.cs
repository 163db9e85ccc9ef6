using System.Globalization;
using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Network;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>A run's three coordinators, each with a folder, by their place from 0 on.</summary>
/// <param name="credentials">By which all nodes speak TLS; null: they have a secret alone.</param>
internal sealed class Coordinators(NodesRun run, Credentials? credentials = null)
{
    /// <summary>The longest that a run stands still when whoever acts is lost.</summary>
    internal static readonly TimeSpan FailOver = TimeSpan.FromSeconds(15);

    private const int Count = 3;
    private const string Endless = "1e9";
    private readonly Dictionary<int, NodeProcess> _processes = [];
    private readonly IReadOnlyList<int> _ports = FreePort.Several("127.0.0.1", Count);

    private string[] Secured => credentials is null ? [] : [.. credentials.On("127.0.0.1")];

    private string Peers => string.Join(",", _ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));

    internal string FolderOf(int place) => CoordinatorFolders.Of(run.Folder, place);

    internal NodeProcess Process(int place) => _processes[place];

    internal bool Lives(int place) => LiveRun.Read(FolderOf(place)) is not null;

    /// <summary>Each from a place on by itself, and so many worker nodes.</summary>
    internal void Begin(int workers, int from = 0)
    {
        if (credentials is null)
        {
            run.Environment[ClusterSecret.Variable] = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        }

        for (var place = from; place < Count; place++)
        {
            Start(place, "--workers", $"{workers}");
        }

        for (var worker = 0; worker < workers; worker++)
        {
            run.Start(["worker", "--join", Peers, .. Secured]);
        }
    }

    internal void Start(int place, params string[] more) => _processes[place] = run.CoordinatorIn(
        FolderOf(place), _ports[place], Endless, ["--peers", Peers, "--safe-every", "3600", .. Secured, .. more]);

    /// <summary>Whoever has opened an attempt last, once somebody has since then: only who acts records that.</summary>
    internal async Task<int> Acting(DateTimeOffset since = default, int besides = -1)
    {
        var acting = -1;
        await run.Until(
            () =>
            {
                acting = Enumerable.Range(0, Count).Where(place => place != besides && Lives(place))
                    .Select(place => (place, At: LastAttempt(place)))
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
        Signal(place, signal);
        return (place, at);
    }

    internal void Signal(int place, int signal) => NodeProcess.Signal(
        LiveRun.Read(FolderOf(place))?.Pid ?? throw new InvalidOperationException($"no coordinator lives in {FolderOf(place)}"), signal);

    /// <summary>The first round of a later term that a node's journal has after a time, which has to come soon.</summary>
    internal async Task<RoundRow> CommittedAfter(int place, DateTimeOffset at)
    {
        RoundRow? row = null;
        await run.Until(
            () =>
            {
                var rounds = Rounds(place);
                var before = rounds.Where(r => r.CommittedAt <= at).Select(r => r.Term).DefaultIfEmpty(0).Max();
                return (row = rounds.FirstOrDefault(r => r.CommittedAt > at && r.Term > before)) is not null;
            },
            string.Create(CultureInfo.InvariantCulture, $"a round of a later term in the journal of coordinator {place + 1}"));
        Assert.InRange(row!.CommittedAt - at, TimeSpan.Zero, FailOver);
        return row;
    }

    /// <summary>Once a node's journal has a round, which another's has.</summary>
    internal Task CaughtUp(int place, RoundRow with) => run.Until(
        () => Rounds(place).Any(row => (row.Round, row.Hash) == (with.Round, with.Hash)),
        string.Create(CultureInfo.InvariantCulture, $"round {with.Round} in the journal of coordinator {place + 1}"));

    internal IReadOnlyList<RoundRow> Rounds(int place) => Read(place, journal => journal.ReadRounds().ToList()) ?? [];

    private DateTimeOffset LastAttempt(int place) =>
        Read(place, journal => journal.ReadAttempts().Select(attempt => attempt.OpenedAt).ToList())?.DefaultIfEmpty().Max() ?? default;

    private T? Read<T>(int place, Func<RunDatabase, T?> look)
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
}
