using GanCluster.Core.Rounds;

namespace GanCluster.Core.Workers;

/// <summary>One node's end of everything that is too big for messages: sums over nodes, and whole versions.</summary>
public interface IDataPlane : IParameterExchange
{
    /// <summary>Where it listens, as the other nodes reach it. It is the node's name as well.</summary>
    Endpoint Endpoint { get; }

    /// <summary>Adds to, or corrects, what is known of where workers are.</summary>
    void Know(IReadOnlyDictionary<WorkerId, Endpoint> workers);

    /// <summary>What others get who fetch a version from here; the source answers null if it does not hold that step.</summary>
    void Offer(Func<WorkerId, long, CancellationToken, Task<VersionSnapshot?>> source);

    /// <exception cref="IOException">The peer does not hold it, or the transfer broke.</exception>
    Task<VersionSnapshot> Fetch(Endpoint from, WorkerId worker, long step, CancellationToken stop);

    /// <summary>
    /// Keeps a connection to the peer open; says once when it is made, and once when it breaks or if it can't be made. Disposing
    /// it ends the watch without a word.
    /// </summary>
    IDisposable Watch(Endpoint peer, Action made, Action<string> broken);
}
