namespace GanCluster.Core.Rounds;

/// <summary>
/// A worker that missed how an attempt ended holds or computes it for ever: it neither joins again nor, if it is the only one
/// left, gives the run its version. What it says of that attempt shows it, and is answered.
/// </summary>
internal static class LateWord
{
    /// <summary>Null if the attempt is open, unknown, or of a later term, or if the worker has already left it.</summary>
    /// <param name="newest">The attempt that was opened last.</param>
    /// <param name="begins">What the office begins with, if there was one before it.</param>
    public static IWorkerOrder? Answer(AttemptState? newest, AttemptId? begins, Committed? last, IAttemptEvent e)
    {
        if (e is ExchangeBroken || (newest?.Id ?? begins) is not { } present)
        {
            return null;
        }

        // Never fence the newest commit, whatever comes late: it may be held by this worker alone.
        if (e.Id == last?.Id)
        {
            return last;
        }

        var over = e.Id == newest?.Id ? newest.Over : e.Id.IsOlderThan(present);
        return over ? new AttemptFenced(e.Id, "it is over") : null;
    }
}
