using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Workers;

/// <summary>The data plane: sums vectors over the workers of an attempt, in memory or over a network.</summary>
public interface IParameterExchange
{
    /// <summary>Takes part in the attempt's exchanges. Throws <see cref="ExchangeBrokenException"/> if it is fenced
    /// already.</summary>
    IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants);

    /// <summary>Fences the attempt and every older one: whoever waits in its exchanges comes free with an exception.</summary>
    void Break(AttemptId id, string reason);
}

/// <summary>One worker's part in the exchanges of one attempt; the participants call <see cref="Sum"/> in the same
/// order.</summary>
public interface IExchangeSession : IDisposable
{
    /// <summary>
    /// The tree's sum over all replicas, the same bits for every participant. Blocks until all have come.
    /// </summary>
    /// <param name="nodes">This worker's subtree sums; together the participants' nodes cover every replica once. Left
    /// unchanged.</param>
    /// <param name="sum">Receives the sum.</param>
    /// <param name="waiting">Called about twice a second while waiting, as a sign of life.</param>
    /// <exception cref="ExchangeBrokenException">A participant is gone or the attempt was fenced.</exception>
    void Sum(ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting);
}

/// <summary>An exchange ended before it was complete. Nothing of the attempt may be used.</summary>
/// <param name="suspect">The participant whose connection broke, if that was the cause.</param>
public sealed class ExchangeBrokenException(AttemptId id, string reason, WorkerId? suspect = null) : Exception(reason)
{
    public AttemptId Id { get; } = id;

    public WorkerId? Suspect { get; } = suspect;
}
