using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Coordination;

/// <summary>Takes to whoever coordinates at the time which worker's node is to leave, from any thread.</summary>
public sealed class DrainDesk
{
    private volatile Func<WorkerId, Task<bool>>? _listener;

    /// <summary>Has the worker's node leave after the round that is open, with all of its workers, as SIGTERM there does.</summary>
    /// <returns>False: no such worker is on a node that takes part, or nobody coordinates here.</returns>
    public Task<bool> Drain(WorkerId worker) => _listener?.Invoke(worker) ?? Task.FromResult(false);

    internal void Listen(Func<WorkerId, Task<bool>> listener) => _listener = listener;

    /// <summary>Unless another coordinator listens by now.</summary>
    internal void Forget(Func<WorkerId, Task<bool>> listener) => Interlocked.CompareExchange(ref _listener, null, listener);
}
