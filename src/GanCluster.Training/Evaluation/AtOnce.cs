namespace GanCluster.Training.Evaluation;

/// <summary>Two computations that need nothing of each other.</summary>
internal static class AtOnce
{
    /// <summary>
    /// The second runs on a thread of its own; neither is left running. Dispose scopes belong to a thread: each makes its own.
    /// </summary>
    internal static (TFirst First, TSecond Second) Run<TFirst, TSecond>(Func<TFirst> first, Func<TSecond> second)
    {
        var other = Task.Factory.StartNew(
            second, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return (first(), other.GetAwaiter().GetResult());
        }
        finally
        {
            ((IAsyncResult)other).AsyncWaitHandle.WaitOne();
        }
    }
}
