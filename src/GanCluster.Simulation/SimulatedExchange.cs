using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>
/// The data plane: gives every participant its result once all have offered theirs, each a little later than the other. It knows
/// nothing of who should have computed what; wrong ranges give wrong weights. A fence holds for one worker, a closed connection
/// and a broken link for both ends: the others wait until they are told.
/// </summary>
internal sealed class SimulatedExchange(World world)
{
    private static readonly TimeSpan Dial = TimeSpan.FromSeconds(0.5);
    private readonly Dictionary<AttemptId, List<ExchangePart>> _open = [];

    public void Join(ExchangePart part)
    {
        if (!_open.TryGetValue(part.Assignment.Id, out var parts))
        {
            _open.Add(part.Assignment.Id, parts = []);
        }

        parts.Add(part);
        foreach (var other in part.Assignment.Participants)
        {
            if (other != part.Worker.Id && !world.Find(other).Alive)
            {
                world.Clock.After(Dial, () => Break(part, other));
            }
        }

        foreach (var other in parts)
        {
            if (other != part && world.Network.IsBroken(other.Worker.Id, part.Worker.Id))
            {
                world.Clock.After(Dial, () => BreakBoth(part, other));
            }
        }
    }

    public void Offer(ExchangePart part)
    {
        part.Offered = true;
        var parts = _open.GetValueOrDefault(part.Assignment.Id) ?? [];
        if (parts.Count == part.Assignment.Participants.Length && parts.TrueForAll(p => p.Offered && !p.Ended))
        {
            Finish(part.Assignment.Id, parts);
        }
    }

    /// <summary>The worker has no part any more in the attempt and the older ones.</summary>
    public void Leave(SimulatedWorker worker, AttemptId id) =>
        PartsOf(worker).FindAll(p => !id.IsOlderThan(p.Assignment.Id)).ForEach(End);

    /// <summary>The worker's connections close: the others in its attempts come free.</summary>
    public void Disconnect(SimulatedWorker worker)
    {
        var own = PartsOf(worker);
        var others = own.SelectMany(o => _open[o.Assignment.Id].Where(p => p != o)).ToList();
        own.ForEach(End);
        others.ForEach(p => Break(p, worker.Id));
    }

    public void BreakLink(SimulatedWorker one, SimulatedWorker other)
    {
        var pairs = PartsOf(one).SelectMany(
            p => _open[p.Assignment.Id].Where(q => q.Worker == other).Select(q => (One: p, Other: q))).ToList();
        pairs.ForEach(p => BreakBoth(p.One, p.Other));
    }

    /// <summary>A process that stands still gives no segment: nobody has a result before it wakes.</summary>
    private void Finish(AttemptId id, List<ExchangePart> parts)
    {
        var awake = parts.Max(p => p.Worker.HungUntil);
        if (world.Clock.Now < awake)
        {
            world.Clock.After(awake - world.Clock.Now, () => Offer(parts[0]));
            return;
        }

        var results = ToyWeights.Combine(
            parts[0].Assignment.Steps, parts[0].Assignment.Course, [.. parts.Select(p => (p.Weights, p.Assignment.Ranges))]);
        foreach (var (part, result) in parts.Zip(results))
        {
            world.Clock.After(world.Seconds(0, 0.1), () =>
            {
                if (!part.Ended)
                {
                    End(part);
                    part.Done(result);
                }
            });
        }
    }

    private void BreakBoth(ExchangePart one, ExchangePart other)
    {
        Break(one, other.Worker.Id);
        Break(other, one.Worker.Id);
    }

    private void Break(ExchangePart part, WorkerId suspect)
    {
        if (!part.Ended)
        {
            End(part);
            part.Broken(suspect);
        }
    }

    private void End(ExchangePart part)
    {
        part.Ended = true;
        var id = part.Assignment.Id;
        if (_open.TryGetValue(id, out var all) && all.TrueForAll(p => p.Ended))
        {
            _open.Remove(id);
        }
    }

    private List<ExchangePart> PartsOf(SimulatedWorker worker)
    {
        var own = new List<ExchangePart>();
        foreach (var parts in _open.Values)
        {
            own.AddRange(parts.Where(p => p.Worker == worker && !p.Ended));
        }

        return own;
    }
}

/// <param name="Weights">Those that the worker began with.</param>
/// <param name="Done">Receives the weights after the steps.</param>
/// <param name="Broken">Receives who can't be reached.</param>
internal sealed record ExchangePart(
    SimulatedWorker Worker, long Weights, RoundAssignment Assignment, Action<long> Done, Action<WorkerId> Broken)
{
    public bool Offered { get; set; }

    public bool Ended { get; set; }
}
