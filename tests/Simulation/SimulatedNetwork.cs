using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>
/// Delivers late, twice or not at all; to the coordinator in any order, to a worker in the order sent but for
/// repetitions. What concerns the steady worker is never lost, so that somebody always holds the version; after <paramref name="calmFrom"/> nothing is.
/// </summary>
internal sealed class SimulatedNetwork(VirtualClock clock, Random random, SimulationCase options, TimeSpan calmFrom)
{
    private readonly Dictionary<WorkerId, TimeSpan> _latest = [];

    public long Lost { get; private set; }

    public long Repeated { get; private set; }

    public void Send(bool reliable, WorkerId? inOrderTo, Action deliver)
    {
        var faulty = clock.Now < calmFrom;
        if (faulty && !reliable && random.NextDouble() < options.Loss)
        {
            Lost++;
            return;
        }

        clock.After(inOrderTo is { } worker ? DelayAfterEarlier(worker) : Delay(), deliver);
        if (faulty && random.NextDouble() < options.Duplication)
        {
            Repeated++;
            clock.After(Delay() * 20, deliver);
        }
    }

    private TimeSpan DelayAfterEarlier(WorkerId worker)
    {
        var (earlier, at) = (_latest.GetValueOrDefault(worker), clock.Now + Delay());
        _latest[worker] = at > earlier ? at : earlier;
        return _latest[worker] - clock.Now;
    }

    /// <summary>Mostly milliseconds, now and then seconds.</summary>
    private TimeSpan Delay() =>
        TimeSpan.FromSeconds(random.NextDouble() * (random.Next(10) == 0 ? options.LongestDelay : options.LongestDelay / 100));
}
