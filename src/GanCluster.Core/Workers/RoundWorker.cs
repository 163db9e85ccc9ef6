using System.Buffers;
using System.Collections.Immutable;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Workers;

/// <summary>
/// Carries out a worker's part of a round. It blocks while it computes and while it waits for others, so its owner gives it a
/// thread of its own. What is stale it refuses: an attempt older than the newest it saw, a commit of bits it does not hold.
/// </summary>
public sealed class RoundWorker : IDisposable
{
    private readonly WorkerId _id;
    private readonly IReplica _replica;
    private readonly IParameterExchange _exchange;
    private readonly Func<TimeSpan> _clock;
    private readonly ReductionTree _tree;
    private readonly ReductionTree _stateTree;
    private readonly StepLoop _loop;
    private readonly VectorPool _states;

    /// <summary>Finished contributions of the round in <c>parameters</c>, kept for the next attempt at it.</summary>
    private readonly List<TreeAccumulator> _finished = [];
    private readonly HashSet<int> _finishedReplicas = [];

    /// <summary>Those of them that stopped being finite; their contributions are not.</summary>
    private readonly Dictionary<int, Divergence> _diverged = [];

    /// <summary>What the attempts at this round assigned to this worker so far.</summary>
    private readonly HashSet<int> _assignedReplicas = [];
    private readonly IMemoryOwner<float> _stateSum;
    private readonly SyncSchedule _schedule;

    /// <summary>What has begun here never begins again.</summary>
    private AttemptFence _begun = AttemptFence.None;
    private long _roundHeld = -1;

    /// <summary>Raised on any thread.</summary>
    private AttemptFence _fence = AttemptFence.None;

    public RoundWorker(
        WorkerId id, IReplica replica, IParameterExchange exchange, RunConfiguration configuration, Func<TimeSpan> clock)
    {
        _id = id;
        _replica = replica;
        _exchange = exchange;
        _clock = clock;
        _schedule = SyncSchedule.Of(configuration);
        _tree = new ReductionTree(configuration.Replicas);
        _stateTree = new ReductionTree(configuration.Replicas, replica.Lengths.RoundedState);
        _loop = new StepLoop(replica, _tree, configuration.DSteps, clock);
        _states = new VectorPool(replica, replica.Lengths.State);
        _stateSum = replica.Rent(configuration.Sync == SyncMode.Parameters ? replica.Lengths.State : 0);
    }

    /// <summary>What came of the newest attempt, whose result is in the working slot if it has one; null once it is committed or
    /// another has begun.</summary>
    public IAttemptEvent? Held { get; private set; }

    /// <summary>
    /// Computes the assigned replicas and combines them with the other participants'. The result stays in the working slot until
    /// <see cref="Commit"/>.
    /// </summary>
    /// <returns>A <see cref="Combined"/>; a <see cref="NotFinite"/>, after which nothing is held; null if the assignment is
    /// stale.</returns>
    /// <exception cref="ExchangeBrokenException">The attempt is over; the next assignment starts from the committed
    /// version.</exception>
    public IAttemptEvent? Run(RoundAssignment assignment, Action<RoundProgress> report)
    {
        if (_begun.IsOver(assignment.Id) || (assignment.Course, assignment.Steps.First) != (_replica.Course, _replica.Step))
        {
            return null;
        }

        _begun = _begun.Raise(assignment.Id, "it has begun");
        Held = null;
        var pulse = new Pulse(assignment.Id, _id, _clock, report, () => Fenced(assignment.Id));
        pulse.Begin();
        using var session = _exchange.Join(assignment.Id, _id, assignment.Participants);
        try
        {
            var (seconds, computed) = _schedule.At(assignment.Steps.First) == SyncMode.Gradients
                ? _loop.Run(assignment, session, pulse)
                : RunLocal(assignment, session, pulse);
            return Held = Report(assignment, seconds, computed);
        }
        catch (DivergedException diverged)
        {
            return Held = new NotFinite(assignment.Id, _id, diverged.Where);
        }
    }

    /// <summary>
    /// Ends the attempt, and every older one: <see cref="Run"/> throws at its next step or at once if it waits in an exchange.
    /// May be called from any thread.
    /// </summary>
    public void EndAttempt(AttemptId id, string reason)
    {
        ImmutableInterlocked.Update(ref _fence, fence => fence.Raise(id, reason));
        _exchange.Break(id, reason);
    }

    /// <summary>Makes the attempt's result the committed version; false if this worker does not hold it.</summary>
    public bool Commit(Committed committed)
    {
        if (Held is not Combined held || held.Id != committed.Id)
        {
            return false;
        }

        Held = null;
        _replica.Commit(committed.Step);
        ForgetContributions();
        return true;
    }

    public void Dispose()
    {
        ForgetContributions();
        _states.Dispose();
        _stateSum.Dispose();
        _loop.Dispose();
    }

    private (double Seconds, long ReplicaSteps) RunLocal(RoundAssignment assignment, IExchangeSession session, Pulse pulse)
    {
        if (_roundHeld != assignment.Id.Round || !_finishedReplicas.All(f => assignment.Ranges.Any(r => r.Contains(f))))
        {
            ForgetContributions();
            _replica.Begin();
            _roundHeld = assignment.Id.Round;
        }

        var started = _clock();
        var computed = 0L;
        TreeAccumulator? sum = null;
        var next = -1;
        foreach (var replica in Pending(assignment))
        {
            if (sum is null || replica != next)
            {
                _finished.Add(sum = new TreeAccumulator(_stateTree, _states.Return));
            }

            sum.Push(TreeNode.Leaf(replica), LocalSteps(assignment.Steps, replica, pulse));
            _finishedReplicas.Add(replica);
            computed += assignment.Steps.Count;
            next = replica + 1;
        }

        var seconds = (_clock() - started).TotalSeconds;
        session.Sum(_stateTree, [.. _finished.SelectMany(f => f.Nodes)], _stateSum.Memory, pulse.Beat);
        RequireFinite(assignment.Steps, session, pulse);
        _replica.Average(assignment.Steps, _stateSum.Memory);
        DivergedException.ThrowUnlessWeights(assignment.Steps.End - 1, NetworkKind.Discriminator, _replica);
        DivergedException.ThrowUnlessWeights(assignment.Steps.End - 1, NetworkKind.Generator, _replica);
        return (seconds, computed);
    }

    /// <summary>Everybody has the same sum, so all of them ask each other which replica it was, or nobody does.</summary>
    private void RequireFinite(StepSpan steps, IExchangeSession session, Pulse pulse)
    {
        if (Finite.Within(_stateSum.Memory.Span))
        {
            return;
        }

        var own = _finishedReplicas.Order().Select(r => (r, _diverged.TryGetValue(r, out var where) ? where : (Divergence?)null));
        if (DivergenceSum.Exchange(session, _tree, steps, own, pulse.Beat) is { } first)
        {
            throw new DivergedException(first);
        }
    }

    private Memory<float> LocalSteps(StepSpan steps, int replica, Pulse pulse)
    {
        var state = _states.Take();
        try
        {
            if (_replica.LocalSteps(steps, replica, state, pulse.Step) is { } where)
            {
                // The others learn of it by the sum.
                _diverged[replica] = where;
                state.Span.Fill(float.NaN);
            }

            return state;
        }
        catch
        {
            _states.Return(state);
            throw;
        }
    }

    /// <summary>What is left to compute, a lost worker's replicas before those that were this one's own.</summary>
    private List<int> Pending(RoundAssignment assignment)
    {
        var replicas = assignment.Ranges.SelectMany(r => Enumerable.Range(r.First, r.Count)).ToList();
        var pending = replicas.Where(r => !_finishedReplicas.Contains(r))
            .OrderBy(r => _assignedReplicas.Contains(r) ? 1 : 0).ThenBy(r => r).ToList();
        _assignedReplicas.UnionWith(replicas);
        return pending;
    }

    private void ForgetContributions()
    {
        _finished.ForEach(f => f.Clear());
        _finished.Clear();
        _finishedReplicas.Clear();
        _diverged.Clear();
        _assignedReplicas.Clear();
        _roundHeld = -1;
    }

    private string? Fenced(AttemptId id) => Volatile.Read(ref _fence) is var fence && fence.IsOver(id) ? fence.Reason : null;

    private Combined Report(RoundAssignment assignment, double seconds, long replicaSteps)
    {
        var id = assignment.Id;
        var reports = assignment.Ranges.SelectMany(r => Enumerable.Range(r.First, r.Count))
            .Select(replica => (Replica: replica, Made: _replica.Report(replica, assignment.Steps.Count))).ToList();
        return new Combined(
            id,
            _id,
            _replica.Hash(),
            [.. reports.Select(r => Row(id, r.Replica, r.Made.Reads))],
            [.. reports.Select(r => r.Made.Statistics)],
            seconds,
            replicaSteps,
            _replica.NextEvery);
    }

    private Contribution Row(AttemptId id, int replica, ReadLog reads) =>
        new(id.Round, replica, id.Attempt, _id.Value, reads.First, reads.Count, reads.Digest, reads.Encode());
}
