using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Simulation.Tests;

/// <summary>
/// The data plane: gives every participant its result once all have come. It knows fences, and nothing of who should
/// have computed
/// what; wrong ranges give wrong weights.
/// </summary>
internal sealed class SimulatedExchange
{
    private readonly Dictionary<AttemptId, List<Part>> _open = [];
    private AttemptId? _fence;

    /// <param name="done">Receives the weights after the steps.</param>
    /// <param name="broken">Called if the attempt is, or later comes to be, fenced.</param>
    public void Offer(RoundAssignment assignment, SimulatedWorker worker, Action<long> done, Action broken)
    {
        if (_fence is { } fence && !fence.IsOlderThan(assignment.Id))
        {
            broken();
            return;
        }

        if (!_open.TryGetValue(assignment.Id, out var parts))
        {
            _open.Add(assignment.Id, parts = []);
        }

        parts.Add(new Part(worker, worker.Weights, assignment.Ranges, done, broken));
        if (parts.Count == assignment.Participants.Length)
        {
            _open.Remove(assignment.Id);
            var results = ToyWeights.Combine(assignment.Steps, [.. parts.Select(p => (p.Weights, p.Ranges))]);
            foreach (var (part, result) in parts.Zip(results))
            {
                part.Done(result);
            }
        }
    }

    public void Break(AttemptId id)
    {
        _fence = id;
        Fail(_open.Keys.Where(open => !id.IsOlderThan(open)));
    }

    /// <summary>The worker's connections close: the others in its attempt come free.</summary>
    public void Disconnect(SimulatedWorker worker) =>
        Fail(_open.Where(o => o.Value.Exists(p => p.Worker == worker)).Select(o => o.Key));

    private void Fail(IEnumerable<AttemptId> attempts)
    {
        foreach (var attempt in attempts.ToList())
        {
            _open.Remove(attempt, out var parts);
            parts!.ForEach(p => p.Broken());
        }
    }

    private sealed record Part(
        SimulatedWorker Worker, long Weights, IReadOnlyList<ReplicaRange> Ranges, Action<long> Done, Action Broken);
}
