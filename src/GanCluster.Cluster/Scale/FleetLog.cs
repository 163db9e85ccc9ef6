using System.Collections.Concurrent;

namespace GanCluster.Cluster.Scale;

/// <summary>When a fleet's workers were given each round, and when they had reported it; told on any thread.</summary>
internal sealed class FleetLog(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();
    private readonly ConcurrentDictionary<long, Round> _rounds = new();

    public void Assigned(long round)
    {
        var (now, of) = (time.GetElapsedTime(_origin).Ticks, Of(round));
        Interlocked.CompareExchange(ref of.FirstAssigned, now, 0);
        Raise(ref of.LastAssigned, now);
    }

    public void Reported(long round) => Raise(ref Of(round).LastReported, time.GetElapsedTime(_origin).Ticks);

    /// <summary>From the last report of each round after <paramref name="after"/>, the newest left out, to the first and to the
    /// last assignment of the next.</summary>
    public IReadOnlyList<(TimeSpan First, TimeSpan Last)> Turns(long after) =>
    [
        .. _rounds.Keys.Where(round => round > after && _rounds.ContainsKey(round + 2)).Order()
            .Select(round => (_rounds[round].LastReported, _rounds[round + 1]))
            .Select(turn => (
                TimeSpan.FromTicks(turn.Item2.FirstAssigned - turn.LastReported),
                TimeSpan.FromTicks(turn.Item2.LastAssigned - turn.LastReported))),
    ];

    private Round Of(long round) => _rounds.GetOrAdd(round, _ => new Round());

    private static void Raise(ref long place, long value)
    {
        for (var known = Interlocked.Read(ref place); value > known;)
        {
            var before = Interlocked.CompareExchange(ref place, value, known);
            if (before == known)
            {
                return;
            }

            known = before;
        }
    }

    private sealed class Round
    {
        public long FirstAssigned;
        public long LastAssigned;
        public long LastReported;
    }
}
