using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>
/// Control messages and links. Messages are delivered late, twice or not at all; to a coordinator in any order, from one to a worker
/// in the order sent but for repetitions. Once it is calm, nothing is lost, repeated or long delayed any more.
/// </summary>
internal sealed class SimulatedNetwork(VirtualClock clock, Random random, SimulationCase options, Exercised exercised)
{
    private static readonly TimeSpan LatestRepetition = TimeSpan.FromSeconds(10);
    private readonly Dictionary<(WorkerId, int), TimeSpan> _latest = [];
    private readonly Dictionary<WorkerId, TimeSpan> _partitioned = [];
    private readonly Dictionary<(WorkerId, WorkerId), TimeSpan> _broken = [];
    private HashSet<int> _splitCoordinators = [];
    private HashSet<WorkerId> _splitWorkers = [];
    private TimeSpan _splitUntil;

    private bool Faulty => clock.Now < options.CalmFrom;

    /// <summary>Either way.</summary>
    /// <param name="coordinator">Its place in the list.</param>
    public void Send(WorkerId worker, int coordinator, bool inOrder, Action deliver)
    {
        if (Arrives(IsPartitioned(worker, coordinator)))
        {
            Deliver(inOrder ? DelayAfterEarlier(worker, coordinator) : Delay(), deliver);
        }
    }

    /// <summary>From one coordinator to another.</summary>
    public void Between(int one, int other, Action deliver)
    {
        if (Arrives(IsSplit(one, other)))
        {
            Deliver(Delay(), deliver);
        }
    }

    private bool Arrives(bool isCut)
    {
        var isLost = isCut || (Faulty && random.NextDouble() < options.Loss);
        exercised.MessagesLost += isLost ? 1 : 0;
        return !isLost;
    }

    private void Deliver(TimeSpan delay, Action deliver)
    {
        clock.After(delay, deliver);
        if (Faulty && random.NextDouble() < options.Duplication)
        {
            exercised.MessagesDuplicated++;
            var later = Delay() * 20;
            clock.After(later < LatestRepetition ? later : LatestRepetition, deliver);
        }
    }

    public void Partition(WorkerId worker, TimeSpan until) => _partitioned[worker] = until;

    public bool IsPartitioned(WorkerId worker, int coordinator) => clock.Now < _partitioned.GetValueOrDefault(worker)
        || (clock.Now < _splitUntil && _splitWorkers.Contains(worker) != _splitCoordinators.Contains(coordinator));

    /// <summary>Cuts the net in two: these on one side, all others on the other.</summary>
    public void Split(IEnumerable<int> coordinators, IEnumerable<WorkerId> workers, TimeSpan until) =>
        (_splitCoordinators, _splitWorkers, _splitUntil) = ([.. coordinators], [.. workers], until);

    public bool IsSplit(int one, int other) =>
        clock.Now < _splitUntil && _splitCoordinators.Contains(one) != _splitCoordinators.Contains(other);

    public void BreakLink(WorkerId one, WorkerId other, TimeSpan until) =>
        _broken[one < other ? (one, other) : (other, one)] = until;

    public bool IsBroken(WorkerId one, WorkerId other) =>
        (clock.Now < _splitUntil && _splitWorkers.Contains(one) != _splitWorkers.Contains(other))
        || clock.Now < _broken.GetValueOrDefault(one < other ? (one, other) : (other, one));

    private TimeSpan DelayAfterEarlier(WorkerId worker, int coordinator)
    {
        var (earlier, at) = (_latest.GetValueOrDefault((worker, coordinator)), clock.Now + Delay());
        _latest[(worker, coordinator)] = at > earlier ? at : earlier;
        return _latest[(worker, coordinator)] - clock.Now;
    }

    private TimeSpan Delay()
    {
        var longest = Faulty ? options.LongestDelay : SimulationCase.ShortDelay;
        return TimeSpan.FromSeconds(random.NextDouble() * (random.Next(10) == 0 ? longest : longest / 100));
    }
}
