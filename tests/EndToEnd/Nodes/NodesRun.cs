using System.Diagnostics;
using System.Globalization;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>A run over processes in a folder of its own. Its end checks that no process is left.</summary>
internal sealed class NodesRun : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly List<NodeProcess> _started = [];
    private readonly string[] _settings;
    private RunDatabase? _journal;

    /// <param name="settings">Beside four replicas and a small network.</param>
    internal NodesRun(params string[] settings) => _settings = ["replicas=4", "batch=16", "network.width=32", .. settings];

    /// <summary>How long anything may take that has no time of its own.</summary>
    internal TimeSpan Patience { get; init; } = Deadline;

    internal string Folder => _folder.Below("run");

    internal string Run { get; init; } = "ring8";

    /// <summary>The environment of what is started next, beside the mark.</summary>
    internal Dictionary<string, string> Environment { get; } = [];

    internal IReadOnlyList<MarkedProcess> Processes => MarkedProcess.All(_mark);

    internal IReadOnlyList<MarkedProcess> WorkerNodes => [.. Processes.Where(p => p.Command == "worker")];

    internal NodeProcess Start(params string[] arguments)
    {
        Environment[MarkedProcess.Variable] = _mark;
        var process = NodeProcess.Start(_folder.Path, Environment, arguments);
        _started.Add(process);
        return process;
    }

    internal NodeProcess Train(int nodes, string steps = "1e9", params string[] more) => Start(
        ["train", Run, .. Of(steps), "--out", Folder, "--nodes", $"{nodes}", .. more]);

    /// <summary>Of the run, into its folder.</summary>
    internal NodeProcess Of(string command, string steps, params string[] more) =>
        Start([command, Run, .. Of(steps), "--out", Folder, .. more]);

    internal NodeProcess Coordinator(string steps = "1e9", params string[] more) => Start(
        ["coordinator", Run, .. Of(steps), "--out", Folder, "--port", "0", .. more]);

    internal NodeProcess CoordinatorAt(int port, string steps, params string[] more) => CoordinatorIn(Folder, port, steps, more);

    internal NodeProcess CoordinatorIn(string folder, int port, string steps, params string[] more) => Start(
        ["coordinator", Run, .. Of(steps), "--out", folder, "--port", $"{port}", .. more]);

    /// <summary>Where the coordinator listens, once it does.</summary>
    internal async Task<string> Address()
    {
        string? address = null;
        await Until(() => (address = LiveRun.Read(Folder)?.Address) is not null, "a coordinator that listens");
        return address!;
    }

    /// <summary>What a coordinator printed after its first line.</summary>
    internal static Ran AfterListening(Ran coordinator)
    {
        var lines = coordinator.Output.Split('\n', 2);
        Assert.StartsWith("listening 127.0.0.1:", lines[0], StringComparison.Ordinal);
        return coordinator with { Output = lines[^1] };
    }

    /// <summary>Of a run of so many steps in this process.</summary>
    internal async Task<string> QuietHash(long steps)
    {
        using var folder = new TemporaryFolder();
        var ran = await Ran.Of(
            ["train", Run, .. Of($"{steps}"), "--nodes", "0", "--workers-per-node", "2", "--out", folder.Below("run")]);
        return ran.Whole().WeightsSha256;
    }

    /// <summary>It ended in order, with nothing lost or repeated, and with the quiet run's weights.</summary>
    internal async Task<Ran> Same(Ran ran)
    {
        ran.Whole();
        Assert.Equal(await QuietHash(ran.Json.GetProperty("steps").GetInt64()), ran.WeightsSha256);
        return ran;
    }

    /// <summary>What run.db holds, now or later, which may be written meanwhile.</summary>
    internal async Task<T> Journal<T>(Func<RunDatabase, T?> look, string awaited)
    {
        T? found = default;
        await Until(() => (_journal ??= Open()) is { } journal && (found = look(journal)) is not null, awaited);
        return found!;
    }

    internal Task<IReadOnlyList<RoundRow>> Committed(int rounds) => Journal(
        journal => journal.ReadRounds().ToList() is { } rows && rows.Count >= rounds ? (IReadOnlyList<RoundRow>)rows : null,
        string.Create(CultureInfo.InvariantCulture, $"{rounds} rounds"));

    /// <summary>Once all workers of a round compute: each has the version of the last commit by then.</summary>
    internal Task OpenRound() => Journal(
        journal => journal.ReadAttempts().LastOrDefault() is { BegunAt: not null } newest
            && newest.Round > journal.ReadRounds().Last().Round ? newest : null,
        "a round that is open");

    internal bool HasCommitted => (_journal ??= Open())?.ReadRounds().Any() ?? false;

    internal Task NothingLeft() => Until(() => Processes.Count == 0, "no process left", Ending);

    internal async Task Until(Func<bool> condition, string awaited, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        using var soon = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition())
        {
            if (watch.Elapsed > (within ?? Patience))
            {
                var there = string.Join(", ", Processes);
                Assert.Fail($"waited in vain for {awaited}; there were {there}{await NodeProcess.LastWords(_started)}");
            }

            await soon.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _journal?.Dispose();
        _started.ForEach(process => process.Dispose());
        try
        {
            await NothingLeft();
        }
        finally
        {
            foreach (var process in Processes)
            {
                process.Signal(NodeProcess.KillNow);
            }

            _folder.Dispose();
        }
    }

    private string[] Of(string steps) =>
        ["--steps", steps, "--seed", "1", "--json", .. _settings.SelectMany(setting => new[] { "--set", setting })];

    /// <summary>Null until its tables are made.</summary>
    private RunDatabase? Open()
    {
        try
        {
            return RunDatabase.Open(Path.Combine(Folder, "run.db"), create: false);
        }
        catch (UserInputException)
        {
            return null;
        }
    }
}
