using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>
/// Control messages and links. Messages are delivered late, twice or not at all; to the coordinator in any order, to a worker in
/// the order sent but for repetitions. Once it is calm, nothing is lost, repeated or long delayed any more.
/// </summary>
internal sealed class SimulatedNetwork(VirtualClock clock, Random random, SimulationCase options, Exercised exercised)
{
    private static readonly TimeSpan LatestRepetition = TimeSpan.FromSeconds(10);
    private readonly Dictionary<WorkerId, TimeSpan> _latest = [];
    private readonly Dictionary<WorkerId, TimeSpan> _partitioned = [];
    private readonly Dictionary<(WorkerId, WorkerId), TimeSpan> _broken = [];

    private bool Faulty => clock.Now < options.CalmFrom;

    /// <param name="worker">The other end than the coordinator.</param>
    public void Send(WorkerId worker, bool inOrder, Action deliver)
    {
        if (IsPartitioned(worker) || (Faulty && random.NextDouble() < options.Loss))
        {
            exercised.MessagesLost++;
            return;
        }

        clock.After(inOrder ? DelayAfterEarlier(worker) : Delay(), deliver);
        if (Faulty && random.NextDouble() < options.Duplication)
        {
            exercised.MessagesDuplicated++;
            var later = Delay() * 20;
            clock.After(later < LatestRepetition ? later : LatestRepetition, deliver);
        }
    }

    public void Partition(WorkerId worker, TimeSpan until) => _partitioned[worker] = until;

    public bool IsPartitioned(WorkerId worker) => clock.Now < _partitioned.GetValueOrDefault(worker);

    public void BreakLink(WorkerId one, WorkerId other, TimeSpan until) =>
        _broken[one < other ? (one, other) : (other, one)] = until;

    public bool IsBroken(WorkerId one, WorkerId other) =>
        clock.Now < _broken.GetValueOrDefault(one < other ? (one, other) : (other, one));

    private TimeSpan DelayAfterEarlier(WorkerId worker)
    {
        var (earlier, at) = (_latest.GetValueOrDefault(worker), clock.Now + Delay());
        _latest[worker] = at > earlier ? at : earlier;
        return _latest[worker] - clock.Now;
    }

    private TimeSpan Delay()
    {
        var longest = Faulty ? options.LongestDelay : SimulationCase.ShortDelay;
        return TimeSpan.FromSeconds(random.NextDouble() * (random.Next(10) == 0 ? longest : longest / 100));
    }
}
