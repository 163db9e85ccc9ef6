using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>The parameter averaging's actor: what reaches it, and what it sends.</summary>
internal sealed class SimulatedAveraging : IAveragingEffects
{
    private readonly World _world;
    private readonly IAveraging _averaging;
    private readonly SimulatedOffice _office;
    private long _wakes;

    public SimulatedAveraging(World world, SimulatedOffice office, AveragingOffice begins)
    {
        (_world, _office) = (world, office);
        _averaging = world.Interpreters.Averaging(this, begins);
    }

    public Committed? LastCommit => _averaging.LastCommit;

    public void Open(Attempt attempt)
    {
        _world.Trace?.Invoke($"open {attempt.Id} with {string.Join(' ', attempt.Ranges.Keys)}");
        _averaging.Open(_world.Clock.Now, attempt);
    }

    public void Greet(WorkerId worker) => _averaging.Greet(worker);

    /// <summary>A majority has the round that was to be written.</summary>
    public void Written(AttemptId id) => _averaging.Written(_world.Clock.Now, id);

    public void End(EndAttempt end) => _averaging.End(_world.Clock.Now, end);

    public void Hear(IAttemptEvent e)
    {
        if (!_averaging.Handle(_world.Clock.Now, e))
        {
            _world.Exercised.Dropped++;
        }
    }

    /// <summary>To a worker, over the network.</summary>
    public void Send(WorkerId worker, IWorkerOrder order)
    {
        _world.Checker.OnSend(worker, order, _office);
        _office.Send(worker, () =>
        {
            _world.Trace?.Invoke($"  {worker} <- {TraceText.Of(order)}");
            _world.Find(worker).Told(order, _office);
        });
    }

    void IAveragingEffects.Write(RoundRecord record) => _office.Write(record);

    void IAveragingEffects.Ended(IAttemptEnd end)
    {
        switch (end)
        {
            case AttemptCommitted committed:
                _world.Trace?.Invoke($"commit {committed.Id} step {committed.Commit.Step}");
                _world.Exercised.Commits++;
                _world.Checker.OnCommit(committed.Commit, committed.Record, _office);
                break;
            case AttemptAbandoned abandoned:
                _world.Trace?.Invoke($"abandon {abandoned.Reason}");
                _world.Exercised.Abandoned++;
                _world.Checker.OnAbandon(_averaging.Attempt!, abandoned.Fault);
                break;
            default:
                throw new InvalidOperationException($"nothing to do for {end}");
        }

        _office.Tell(end);
    }

    /// <summary>A new time to wake at replaces the one before.</summary>
    void IAveragingEffects.WakeAt(TimeSpan at)
    {
        var number = ++_wakes;
        _office.WakeAveraging(at - _world.Clock.Now, () =>
        {
            if (number == _wakes)
            {
                _averaging.Tick(_world.Clock.Now);
            }
        });
    }
}
