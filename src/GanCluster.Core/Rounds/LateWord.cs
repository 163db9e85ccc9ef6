namespace GanCluster.Core.Rounds;

/// <summary>
/// A worker that missed how an attempt ended holds or computes it for ever: it neither joins again nor, if it is the only one
/// left, gives the run its version. What it says of that attempt shows it, and is answered.
/// </summary>
internal static class LateWord
{
    /// <summary>Null if the attempt is open, unknown, or of a later term, or if the worker has already left it.</summary>
    public static IWorkerCommand? Answer(RunState state, IAttemptEvent e)
    {
        if (e is ExchangeBroken || e.Id == state.Open?.Id)
        {
            return null;
        }

        // Never fence the newest commit, whatever comes late: it may be held by this worker alone.
        if (e.Id == state.LastCommit?.Id)
        {
            return state.LastCommit;
        }

        var newest = state.Current ?? state.LastCommit?.Id;
        var over = e.Id == state.Abandoned?.Id || (newest is { } id && e.Id.IsOlderThan(id));
        return over ? new AttemptFenced(e.Id, "it is over") : null;
    }
}
