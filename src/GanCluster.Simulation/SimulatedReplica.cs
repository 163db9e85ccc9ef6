using System.Collections.Immutable;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Simulation;

/// <summary>What RoundWorker and a replica do, on the virtual clock: two slots, and time that computing takes.</summary>
internal sealed class SimulatedReplica(SimulatedWorker worker, World world, double secondsPerReplicaStep)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(0.5);
    private AttemptId? _computing;

    /// <summary>The committed version.</summary>
    public long Weights { get; private set; }

    public long Step { get; private set; }

    /// <summary>Of the committed version.</summary>
    public int Course { get; private set; }

    /// <summary>What the committed version tells of the round after it.</summary>
    public int Every => ToyWeights.EveryAfter(Weights, world.Case.Options);

    /// <summary>The working slot.</summary>
    public (AttemptId Id, long Weights)? Held { get; private set; }

    public void Reset(bool keepMemory)
    {
        (_computing, Held) = (null, null);
        (Weights, Step, Course) = keepMemory ? (Weights, Step, Course) : (0, 0, 0);
    }

    public void Compute(RoundAssignment assignment)
    {
        var id = assignment.Id;
        (_computing, Held) = (id, null);
        if ((assignment.Course, assignment.Steps.First) != (Course, Step))
        {
            world.Checker.OnNonsense(
                $"{worker.Id} holds step {Step} of course {Course} and computes {id} from step {assignment.Steps.First}");
        }

        var duration = TimeSpan.FromSeconds(
            secondsPerReplicaStep * assignment.Steps.Count * assignment.Ranges.Sum(r => r.Count));
        var part = new ExchangePart(
            worker,
            Weights,
            assignment,
            weights => worker.Later(TimeSpan.Zero, () => Hold(assignment, weights, duration)),
            suspect => worker.Later(TimeSpan.Zero, () => Break(assignment, "an end closed", suspect)));
        Pulse(id);
        world.Exchange.Join(part);
        worker.Later(duration, () =>
        {
            if (_computing == id && !part.Ended)
            {
                world.Exchange.Offer(part);
            }
        });
    }

    public void Commit(Committed committed)
    {
        if (Held is not { } held || held.Id != committed.Id)
        {
            world.Checker.OnNonsense($"{worker.Id} commits {committed.Id}, which it does not hold");
            return;
        }

        world.Checker.OnWorkerCommit(worker.Id, committed.Id);
        (Weights, Step, Held) = (held.Weights, committed.Step, null);
        world.Checker.OnVersion(worker.Id, Weights, Step, Course);
    }

    /// <summary>Takes effect at the next local step, or at once in an exchange.</summary>
    public void Fence(AttemptId id, string reason)
    {
        world.Exchange.Leave(worker, id);
        if (_computing is { } computing && !id.IsOlderThan(computing))
        {
            _computing = null;
            worker.Later(world.Seconds(0, secondsPerReplicaStep), () => worker.Ended(new ComputeEnded(
                computing, null, new ExchangeBroken(computing, worker.Id, Step, reason))));
        }
    }

    /// <param name="by">Who gave the order, and has a copy of its own.</param>
    public void Load(LoadVersion order, SimulatedOffice by) => worker.Later(world.FetchTime(), () =>
    {
        if (Fetched(order, by) is not { } fetched)
        {
            world.Exercised.FailedFetches++;
            worker.Later(world.Seconds(0, 1), () => worker.Ended(new LoadEnded(null)));
            return;
        }

        worker.Later(world.FetchTime(), () =>
        {
            (Weights, Step, Course, Held) = (fetched.Weights, order.Step, fetched.Course, null);
            world.Checker.OnVersion(worker.Id, Weights, Step, Course);
            worker.Ended(new LoadEnded(Step, Course, Every));
        });
    });

    /// <summary>The version's weights; null if the source can't be reached or holds another.</summary>
    private (long Weights, int Course)? Fetched(LoadVersion order, SimulatedOffice by)
    {
        if (order.Source == WorkerId.Coordinator)
        {
            return by.Copy.At.Step != order.Step || !by.Node.Alive || world.Clock.Now < by.Node.HungUntil
                || world.Network.IsPartitioned(worker.Id, by.Node.Number) || world.FetchFails()
                ? null
                : (by.Copy.Weights, by.CopyCourse);
        }

        var source = world.Find(order.Source);
        return source.Replica.Step != order.Step || IsOutOfReach(source) || world.FetchFails() ? null : (source.Replica.Weights, source.Replica.Course);
    }

    private bool IsOutOfReach(SimulatedWorker source) =>
        !source.Alive || source == worker || world.Clock.Now < source.HungUntil || world.Network.IsBroken(worker.Id, source.Id);

    private void Hold(RoundAssignment assignment, long weights, TimeSpan duration)
    {
        if (_computing != assignment.Id)
        {
            return;
        }

        if (world.Case.DivergesAt is { } diverges && assignment.Course == 0 && assignment.Steps.Contains(diverges))
        {
            _computing = null;
            var where = new Divergence(diverges, NetworkKind.Discriminator, DivergedPart.Gradient);
            worker.Ended(new ComputeEnded(assignment.Id, new NotFinite(assignment.Id, worker.Id, where)));
            return;
        }

        if (IsWrong(assignment))
        {
            world.Trace?.Invoke($"-- {worker.Id} has wrong bits in {assignment.Id}");
            world.Exercised.WrongResults++;
            world.Checker.OnWrong(worker.Id, assignment.Id);
            weights++;
        }

        (_computing, Held) = (null, (assignment.Id, weights));
        var rows = ImmutableArray.CreateBuilder<Contribution>();
        foreach (var range in assignment.Ranges)
        {
            for (var replica = range.First; replica < range.End; replica++)
            {
                rows.Add(Row(assignment, replica));
            }
        }

        worker.Ended(new ComputeEnded(assignment.Id, new Combined(
            assignment.Id,
            worker.Id,
            ToyWeights.HashOf(weights, assignment.Steps.End),
            rows.ToImmutable(),
            ImmutableArray<ReplicaStatistics>.Empty,
            duration.TotalSeconds,
            rows.Count * (long)assignment.Steps.Count,
            ToyWeights.EveryAfter(weights, world.Case.Options))));
    }

    /// <summary>Nothing in the protocol can tell the wrong bits of one that computes alone; the probe by which a node joins
    /// would.</summary>
    private bool IsWrong(RoundAssignment assignment) =>
        worker.Odd && world.Clock.Now >= world.Case.OddFrom && assignment.Participants.Length > 1;

    private void Break(RoundAssignment assignment, string reason, WorkerId suspect)
    {
        if (_computing == assignment.Id)
        {
            _computing = null;
            worker.Ended(new ComputeEnded(
                assignment.Id, null, new ExchangeBroken(assignment.Id, worker.Id, assignment.Steps.First, reason, suspect)));
        }
    }

    private Contribution Row(RoundAssignment assignment, int replica)
    {
        var reads = world.Plan.Reads(assignment.Steps.First, assignment.Steps.Count, replica);
        return new Contribution(
            assignment.Id.Round,
            replica,
            assignment.Id.Attempt,
            worker.Id.Value,
            reads.First,
            reads.Run * reads.Count,
            0,
            reads.ToString());
    }

    private void Pulse(AttemptId id)
    {
        if (_computing == id)
        {
            worker.Tell(new RoundProgress(id, worker.Id, 0));
            worker.Later(Beat, () => Pulse(id));
        }
    }
}
