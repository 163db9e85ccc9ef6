using System.Collections.Concurrent;
using GanCluster.Cluster.Tracing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Nodes;

/// <summary>
/// The thread that a worker computes on: TorchSharp's dispose scopes belong to a thread, and a step may take seconds. What it is
/// told it does in order.
/// </summary>
public sealed class WorkerThread
{
    private readonly BlockingCollection<Job> _jobs = [];
    private readonly Func<IReplica> _create;
    private readonly IParameterExchange _exchange;
    private readonly RunConfiguration _configuration;
    private readonly Func<TimeSpan> _clock;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;
    private volatile RoundWorker? _worker;
    private volatile TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="create">Makes the replica, on this thread.</param>
    /// <param name="failed">Called on this thread when it ends by an exception; it takes no more jobs then.</param>
    public WorkerThread(
        WorkerId id,
        Func<IReplica> create,
        IParameterExchange exchange,
        RunConfiguration configuration,
        Func<TimeSpan> clock,
        Action<Exception> failed)
    {
        (Id, _create, _exchange, _configuration, _clock, _failed) = (id, create, exchange, configuration, clock, failed);
        _thread = new Thread(Run) { Name = id.Value, IsBackground = true };
    }

    public WorkerId Id { get; }

    public void Start() => _thread.Start();

    /// <summary>False if the thread has ended, or is about to: its failure is on the way, or nobody needs it any more.</summary>
    public bool Post(Action<RoundWorker, IReplica> job) => Post(new Job(job, _ => { }));

    /// <summary>Runs the function on this thread, after what it was told before.</summary>
    /// <exception cref="OperationCanceledException">The thread had ended.</exception>
    /// <exception cref="Exception">What the function threw, or what ended the thread before it came to it.</exception>
    public Task<T> Ask<T>(Func<IReplica, T> function) => Ask((_, replica) => function(replica));

    private Task<T> Ask<T>(Func<RoundWorker, IReplica, T> function)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = new Job(
            (worker, replica) => answer.TrySetResult(function(worker, replica)), failure => answer.TrySetException(failure));
        if (!Post(job))
        {
            answer.TrySetCanceled();
        }

        return answer.Task;
    }

    /// <summary>The step of the version that this thread holds, and what it holds beside it, after what it was told before.</summary>
    public Task<(HeldVersion Version, IAttemptEvent? Held)> Stands() =>
        Ask((worker, replica) => (new HeldVersion(replica.Step, replica.Course, replica.Every), worker.Held));

    /// <summary>
    /// A copy of the version at that step, which may still be on its way here: the order to commit goes another way than whoever
    /// asks for the copy. Null once the replica is beyond it.
    /// </summary>
    public async Task<VersionSnapshot?> Copy(long step, CancellationToken stop)
    {
        while (true)
        {
            var moved = _moved.Task;
            var (held, copy) = await Ask(replica => (replica.Step, replica.Step == step ? replica.Snapshot() : null))
                .WaitAsync(stop).ConfigureAwait(false);
            if (held >= step)
            {
                return copy;
            }

            await moved.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>Frees the thread from the attempt, wherever it is in it. From any thread.</summary>
    public void EndAttempt(AttemptId id, string reason) => _worker?.EndAttempt(id, reason);

    public void Stop() => _jobs.CompleteAdding();

    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    private bool Post(Job job)
    {
        try
        {
            _jobs.Add(job);
            return true;
        }
        catch (InvalidOperationException) when (_jobs.IsAddingCompleted)
        {
            return false;
        }
    }

    private void Run()
    {
        Job? current = null;
        try
        {
            using var replica = _create();
            using var worker = new RoundWorker(Id, replica, new TracedExchange(_exchange), _configuration, _clock);
            _worker = worker;
            foreach (var job in _jobs.GetConsumingEnumerable())
            {
                current = job;
                job.Do(worker, replica);
                Move();
            }
        }
#pragma warning disable CA1031 // The thread's boundary: whatever a replica throws makes this worker a lost one, and nothing else.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            End(current, failure);
        }
    }

    /// <summary>Nobody who waits for this thread waits on.</summary>
    private void End(Job? current, Exception failure)
    {
        _jobs.CompleteAdding();
        current?.Failed(failure);
        while (_jobs.TryTake(out var left))
        {
            left.Failed(failure);
        }

        Move();
        _failed(failure);
    }

    private void Move() =>
        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <param name="Failed">Told why it was not done.</param>
    private sealed record Job(Action<RoundWorker, IReplica> Do, Action<Exception> Failed);
}
