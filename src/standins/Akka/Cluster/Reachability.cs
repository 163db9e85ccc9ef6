using System.Collections.Immutable;

namespace Akka.Cluster;

/// <summary>Who has been silent for too long, and since when that is known.</summary>
internal sealed class Reachability(TimeSpan interval, TimeSpan limit)
{
    private readonly Dictionary<UniqueAddress, TimeSpan> _heard = [];
    private readonly Dictionary<UniqueAddress, TimeSpan> _since = [];
    private TimeSpan _lastTick;

    public ImmutableHashSet<UniqueAddress> Unreachable { get; private set; } = [];

    public void Heard(UniqueAddress node, TimeSpan now)
    {
        if (_heard.ContainsKey(node))
        {
            _heard[node] = now;
            if (_since.Remove(node))
            {
                Unreachable = Unreachable.Remove(node);
            }
        }
    }

    /// <summary>
    /// A tick that comes late means that this process was stopped or starved: what it did not hear then proves nothing, so the
    /// time lost is given to everyone.
    /// </summary>
    public void Tick(TimeSpan now, HashSet<UniqueAddress> peers)
    {
        TimeSpan late = _lastTick == default ? TimeSpan.Zero : now - _lastTick - (2 * interval);
        _lastTick = now;
        foreach (UniqueAddress gone in _heard.Keys.Where(node => !peers.Contains(node)).ToList())
        {
            _heard.Remove(gone);
            _since.Remove(gone);
        }
        foreach (UniqueAddress peer in peers)
        {
            TimeSpan heard = _heard.TryGetValue(peer, out TimeSpan at) ? at : now;
            _heard[peer] = late > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(now.Ticks, (heard + late).Ticks)) : heard;
            if (now - _heard[peer] > limit)
            {
                _since.TryAdd(peer, now);
            }
        }
        Unreachable = [.. _since.Keys];
    }

    public bool For(UniqueAddress node, TimeSpan time, TimeSpan now) =>
        _since.TryGetValue(node, out TimeSpan since) && now - since >= time;
}
