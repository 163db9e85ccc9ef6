using System.Collections.Immutable;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>
/// A worker as RoundWorker and its shell make it, on the virtual clock. Whatever it set in motion before it
/// crashed is void: that is
/// what its life's number is for.
/// </summary>
internal sealed class SimulatedWorker(
    WorkerId id, VirtualClock clock, SimulatedExchange exchange, SamplePlan plan, Action<IRunEvent> tell)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(5);
    private int _life;
    private bool _welcome;
    private AttemptId? _newest;
    private (AttemptId Id, long Weights)? _held;

    public WorkerId Id => id;

    public bool Alive { get; private set; }

    /// <summary>Hung until then: does nothing, and says nothing.</summary>
    public TimeSpan HungUntil { get; private set; }

    public long Weights { get; private set; }

    public long Step { get; private set; }

    /// <summary>Seconds for a step of a replica.</summary>
    public double Speed { get; init; }

    /// <summary>A process begins, at step 0 or with the version that it kept.</summary>
    public void Start(bool afresh)
    {
        (Alive, _welcome, _newest, _held) = (true, false, null, null);
        (Weights, Step) = afresh ? (0, 0) : (Weights, Step);
        _life++;
        Announce(_life);
    }

    public void Crash()
    {
        Alive = false;
        _life++;
        exchange.Disconnect(this);
    }

    public void Hang(TimeSpan time) => HungUntil = clock.Now + time;

    public void Assign(RoundAssignment assignment)
    {
        if (!Alive || (_newest is { } newest && !newest.IsOlderThan(assignment.Id)) || assignment.Steps.First != Step)
        {
            return;
        }

        (_welcome, _newest, _held) = (true, assignment.Id, null);
        var duration = TimeSpan.FromSeconds(Speed * assignment.Steps.Count * assignment.Ranges.Sum(r => r.Count));
        Pulse(assignment, _life);
        Later(duration, () => exchange.Offer(
            assignment, this, weights => Later(TimeSpan.Zero, () => Hold(assignment, weights, duration)),
            () => Broken(assignment)));
    }

    public void Commit(Committed committed)
    {
        if (Alive && _held is { } held && held.Id == committed.Id)
        {
            (Weights, Step, _held) = (held.Weights, committed.Step, null);
        }
    }

    public void Load(long weights, long step)
    {
        if (Alive && step > Step)
        {
            (Weights, Step, _welcome, _held) = (weights, step, true, null);
            tell(new WorkerJoined(id, step));
        }
    }

    public void Copy(Action<long, long> take)
    {
        if (Alive)
        {
            Later(TimeSpan.Zero, () => take(Weights, Step));
        }
    }

    private void Hold(RoundAssignment assignment, long weights, TimeSpan duration)
    {
        if (_newest != assignment.Id)
        {
            return;
        }

        _held = (assignment.Id, weights);
        Report(assignment, duration, _life);
    }

    /// <summary>Says it again until something newer comes, for it may have been lost.</summary>
    private void Report(RoundAssignment assignment, TimeSpan duration, int life)
    {
        if (life == _life && _held is { } held && held.Id == assignment.Id)
        {
            var replicas = assignment.Ranges.SelectMany(r => Enumerable.Range(r.First, r.Count)).ToList();
            tell(new Combined(
                held.Id,
                id,
                ToyWeights.HashOf(held.Weights, assignment.Steps.End),
                [.. replicas.Select(r => Row(assignment, r))],
                ImmutableArray<ReplicaStatistics>.Empty,
                duration.TotalSeconds,
                replicas.Count * (long)assignment.Steps.Count));
            clock.After(Repeat, () => Report(assignment, duration, life));
        }
    }

    private Contribution Row(RoundAssignment assignment, int replica)
    {
        var reads = plan.Reads(assignment.Steps.First, assignment.Steps.Count, replica);
        return new Contribution(
            assignment.Id.Round, replica, assignment.Id.Attempt, id.Value,
            reads.First, reads.Run * reads.Count, 0, reads.ToString());
    }

    private void Broken(RoundAssignment assignment) =>
        Later(TimeSpan.Zero, () => tell(new ExchangeBroken(assignment.Id, id, assignment.Steps.First, "an end closed")));

    private void Pulse(RoundAssignment assignment, int life) => clock.After(Beat, () =>
    {
        if (life == _life && _newest == assignment.Id && _held is null)
        {
            if (clock.Now >= HungUntil)
            {
                tell(new RoundProgress(assignment.Id, id, 0));
            }

            Pulse(assignment, life);
        }
    });

    private void Announce(int life)
    {
        if (life == _life && !_welcome)
        {
            tell(new WorkerJoined(id, Step));
            clock.After(Repeat, () => Announce(life));
        }
    }

    /// <summary>In this life, and not while hung.</summary>
    private void Later(TimeSpan delay, Action action)
    {
        var life = _life;
        clock.After(delay, () =>
        {
            if (life == _life && clock.Now < HungUntil)
            {
                Later(HungUntil - clock.Now, action);
            }
            else if (life == _life)
            {
                action();
            }
        });
    }
}
