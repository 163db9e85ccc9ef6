using System.Globalization;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Chaos;

/// <summary>
/// A run that goes on while its nodes are killed, halted, sent away and joined by others: without an end until the last event, then
/// stopped at whatever step it is.
/// </summary>
internal sealed class ChaosRun(ChaosNodes nodes, ChaosJournals journals, ChaosLimits limits, Random random, TimeProvider time)
{
    /// <summary>For all processes to begin, on a machine that is busy.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(150);

    /// <summary>For anything to become possible again, and for all to be in the run again.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly List<Strike> _strikes = [];
    private readonly PriorityQueue<Action, DateTimeOffset> _due = new();
    private readonly HashSet<string> _ended = [];

    /// <summary>Which it was that coordinated to the end.</summary>
    internal int Last { get; private set; }

    internal IReadOnlyCollection<string> EndedByThemselves => _ended;

    internal int Surviving { get; private set; }

    internal IReadOnlyList<Recovery> Recoveries
    {
        get
        {
            var rows = journals.Read();
            return [.. _strikes.Select(strike => Recovery.Of(strike, _strikes, rows))];
        }
    }

    /// <exception cref="InvalidOperationException">The run did not begin, go on, or end; the message says what was waited for.</exception>
    internal async Task Run(int workers, int events, CancellationToken stop)
    {
        for (var place = 0; place < limits.Coordinators; place++)
        {
            nodes.StartCoordinator(place, again: false);
        }

        for (var n = 0; n < workers; n++)
        {
            nodes.StartWorker();
        }

        await Until(() => AllAreHere() && journals.Read().Rounds.Count > 2, "the run's first rounds", Beginning, stop);
        for (var n = 0; n < events; n++)
        {
            var next = time.GetUtcNow() + ChaosRules.Pause(random);
            IReadOnlyList<ChaosKind> possible = [];
            await Until(
                () => time.GetUtcNow() >= next && (possible = Possible()).Count > 0, "an event to be possible", Settling, stop);
            Strike(ChaosRules.Next(random, possible));
        }

        await Until(() => _due.Count == 0 && AllAreHere() && WentOn(), "all nodes to be in the run again", Settling, stop);
        Surviving = nodes.Workers.Count() + nodes.Coordinators.Count();
        Last = Acting();
        LiveRun.Read(journals.FolderOf(Last))?.Stop();
        await nodes.Ended(Ending, stop);
        if (RunSummary.Read(RunFiles.Summary(journals.FolderOf(Last))) is null)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"coordinator {Last + 1} was asked to end the run and wrote no summary in {Ending.TotalSeconds:0} s"));
        }
    }

    private IReadOnlyList<ChaosKind> Possible()
    {
        Look();
        return ChaosRules.Possible(
            new ChaosStanding(
                nodes.Workers.Count(w => w.State == ChaosState.Here),
                nodes.Workers.Count(),
                WhoActsIsKnown() ? nodes.Coordinators.Count(c => c.Node.State == ChaosState.Here) : 0),
            limits);
    }

    /// <summary>After a coordinator was struck, once a round has been opened in the office of whoever acts then.</summary>
    private bool WhoActsIsKnown() => _strikes.LastOrDefault(s => s.Kind.IsOfCoordinator()) is not { } last
        || (Recovery.Of(last, _strikes, journals.Read()) is var recovery && (!last.Acted || recovery.Took is not null));

    private void Strike(ChaosDraw draw)
    {
        var strike = draw.Kind == ChaosKind.JoinWorker
            ? new Strike(draw.Kind, nodes.StartWorker().Name, "", Acted: false, time.GetUtcNow())
            : draw.Kind.IsOfCoordinator() ? StrikeCoordinator(draw) : StrikeWorker(draw);
        _strikes.Add(strike);
        nodes.Log($"--- {strike.Kind.Name()} {strike.Node} {strike.Worker}{(strike.Acted ? " (acts)" : "")}");
    }

    private Strike StrikeWorker(ChaosDraw draw)
    {
        var here = nodes.Workers.Where(w => w.State == ChaosState.Here).ToList();
        var struck = here[(int)(draw.Which * here.Count)];
        var at = time.GetUtcNow();
        switch (draw.Kind)
        {
            case ChaosKind.KillWorker:
                ChaosNodes.Kill(struck);
                break;
            case ChaosKind.DrainWorker:
                ChaosNodes.Drain(struck);
                break;
            default:
                ChaosNodes.Halt(struck);
                _due.Enqueue(() => ChaosNodes.Continue(struck), at + draw.Away);
                break;
        }

        return new Strike(
            draw.Kind, struck.Name, struck.Worker, Acted: false, at, draw.Kind == ChaosKind.HaltWorker ? draw.Away : TimeSpan.Zero);
    }

    private Strike StrikeCoordinator(ChaosDraw draw)
    {
        var here = nodes.Coordinators.Where(c => c.Node.State == ChaosState.Here).ToList();
        var acting = Acting();

        // Twice as often the one that acts as another.
        var places = here.Select(c => c.Place).Append(acting).ToList();
        var place = places[(int)(draw.Which * places.Count)];
        var struck = here.First(c => c.Place == place).Node;
        var at = time.GetUtcNow();
        if (draw.Kind == ChaosKind.KillCoordinator)
        {
            ChaosNodes.Kill(struck);
            _due.Enqueue(() => nodes.StartCoordinator(place, again: true), at + draw.Away);
        }
        else
        {
            ChaosNodes.Halt(struck);
            _due.Enqueue(() => ChaosNodes.Continue(struck), at + draw.Away);
        }

        return new Strike(draw.Kind, struck.Name, "", place == acting, at, draw.Away);
    }

    private int Acting() => journals.Acting(nodes.Coordinators.Where(c => c.Node.State == ChaosState.Here).Select(c => c.Place))
        ?? throw new InvalidOperationException("no coordinator has opened a round");

    private bool AllAreHere()
    {
        Look();
        return nodes.Workers.Concat(nodes.Coordinators.Select(c => c.Node)).All(node => node.State == ChaosState.Here);
    }

    /// <summary>A round has been committed since the last event, in an attempt of all workers.</summary>
    private bool WentOn()
    {
        var rows = journals.Read();
        var newest = rows.Attempts.MaxBy(a => a.OpenedAt);
        return rows.Rounds.Any(r => r.CommittedAt > _strikes[^1].At)
            && newest?.BegunAt is not null
            && nodes.Workers.All(w => newest.Ranges.Contains($"{w.Worker}:", StringComparison.Ordinal));
    }

    /// <summary>Who has come, who has left, and who should not have.</summary>
    private void Look()
    {
        _ended.UnionWith(nodes.EndedByThemselves.Select(node => node.Name));
        var rows = new Lazy<ChaosRows>(journals.Read);
        foreach (var worker in nodes.Workers)
        {
            if (worker.State == ChaosState.Leaving && worker.Process.Exit.IsCompleted)
            {
                worker.State = ChaosState.Gone;
            }
            else if (worker is { State: ChaosState.Coming, Worker.Length: > 0 } && IsIn(worker, rows.Value))
            {
                worker.State = ChaosState.Here;
            }
        }

        foreach (var (place, coordinator) in nodes.Coordinators.Where(c => c.Node.State == ChaosState.Coming))
        {
            if (rows.Value.Rounds.MaxBy(r => r.Round) is { } newest && journals.Read(place).Rounds.Any(r => r.Round >= newest.Round - 1)
                && LiveRun.Read(journals.FolderOf(place)) is not null)
            {
                coordinator.State = ChaosState.Here;
            }
        }
    }

    private static bool IsIn(ChaosNode worker, ChaosRows rows) => rows.Attempts.MaxBy(a => a.OpenedAt) is { BegunAt: not null } newest
        && newest.Ranges.Contains($"{worker.Worker}:", StringComparison.Ordinal);

    private async Task Until(Func<bool> condition, string awaited, TimeSpan within, CancellationToken stop)
    {
        var deadline = time.GetUtcNow() + within;
        using var tick = new PeriodicTimer(Tick, time);
        while (!condition())
        {
            if (time.GetUtcNow() > deadline)
            {
                throw new InvalidOperationException($"waited {within.TotalSeconds:0} s in vain for {awaited}");
            }

            while (_due.TryPeek(out var act, out var at) && at <= time.GetUtcNow())
            {
                _due.Dequeue();
                act();
            }

            await tick.WaitForNextTickAsync(stop);
        }
    }
}
