namespace Akka.Internal;

/// <summary>Runs one asynchronous handler: its parts come back as system messages, so they run on the actor's
/// thread, one at a time, with the
/// sender of the message that the handler began with.</summary>
internal sealed class ActorTaskScheduler(ActorCell cell, Envelope? envelope) : TaskScheduler
{
    private Task? _ended;

    public override int MaximumConcurrencyLevel => 1;

    public Envelope? Envelope => envelope;

    /// <exception cref="InvalidOperationException">Called outside of an actor.</exception>
    public static void Run(Func<Task> handler)
    {
        var cell = ActorCell.Current ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        var scheduler = new ActorTaskScheduler(cell, cell.CurrentEnvelope);
        var start = new Task<Task>(handler);
        start.RunSynchronously(scheduler);
        var whole = start.Unwrap();
        if (whole.IsCompleted)
        {
            whole.GetAwaiter().GetResult();
            return;
        }

        cell.Await();
        _ = whole.ContinueWith(ended => scheduler._ended = ended, CancellationToken.None, TaskContinuationOptions.None, scheduler);
    }

    /// <returns>Whether the handler has ended.</returns>
    public bool Execute(Task task, out Exception? failure)
    {
        TryExecuteTask(task);
        failure = _ended switch
        {
            null or { IsCompletedSuccessfully: true } => null,
            { IsCanceled: true } => new TaskCanceledException(_ended),
            _ => _ended.Exception!.InnerExceptions.Count == 1 ? _ended.Exception.InnerException : _ended.Exception,
        };
        return _ended is not null;
    }

    protected override void QueueTask(Task task)
    {
        cell.Ref.SendSystem(new RunTask(this, task));
    }

    /// <summary>On the actor's thread a new part may run at once.</summary>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
    {
        return !taskWasPreviouslyQueued && ReferenceEquals(ActorCell.Current, cell) && TryExecuteTask(task);
    }

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        return [];
    }
}
