using GanCluster.Cluster.Nodes;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Tests.Workers;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Cluster.Tests.Nodes;

/// <summary>Whoever waits for a worker's thread hears of its end.</summary>
public sealed class WorkerThreadSpecs : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly ManualResetEventSlim _hold = new();
    private readonly TaskCompletionSource<Exception> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Who_asked_for_what_throws_is_told_what_it_threw()
    {
        var thread = Started();

        var asked = thread.Ask<long>(_ => throw new InvalidDataException("no weights"));

        Assert.Equal("no weights", (await Assert.ThrowsAsync<InvalidDataException>(() => asked.WaitAsync(Deadline))).Message);
        Assert.Equal("no weights", (await _failure.Task.WaitAsync(Deadline)).Message);
    }

    [Fact]
    public async Task Who_waits_behind_a_job_that_fails_is_told_why()
    {
        var thread = Started();
        thread.Post((_, _) =>
        {
            Assert.True(_hold.Wait(Deadline));
            throw new InvalidDataException("no weights");
        });
        var behind = Enumerable.Range(0, 3).Select(_ => thread.Ask(replica => replica.Step)).ToList();
        _hold.Set();

        foreach (var asked in behind)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => asked.WaitAsync(Deadline));
        }
    }

    [Fact]
    public async Task Who_waits_for_a_copy_of_a_version_that_will_never_be_there_is_told()
    {
        var thread = Started();
        var copy = thread.Copy(7, CancellationToken.None);
        Assert.Equal(0, await thread.Ask(replica => replica.Step).WaitAsync(Deadline));

        thread.Post((_, _) => throw new InvalidDataException("no weights"));

        await Assert.ThrowsAnyAsync<Exception>(() => copy.WaitAsync(Deadline)).ContinueWith(
            t => Assert.IsNotType<TimeoutException>(t.Result), TaskScheduler.Default);
    }

    [Fact]
    public async Task Who_asks_a_thread_that_has_failed_is_refused_at_once()
    {
        var thread = Started();
        Assert.True(thread.Post((_, _) => throw new InvalidDataException("no weights")));
        await _failure.Task.WaitAsync(Deadline);

        Assert.False(thread.Post((_, _) => { }));
        await Assert.ThrowsAsync<TaskCanceledException>(() => thread.Ask(replica => replica.Step).WaitAsync(Deadline));
    }

    [Fact]
    public async Task Who_asks_before_the_replica_could_be_made_is_told_why_it_could_not()
    {
        var thread = Create(() => throw new InvalidDataException("no memory"));
        var asked = thread.Ask(replica => replica.Step);
        thread.Start();

        Assert.Equal("no memory", (await Assert.ThrowsAsync<InvalidDataException>(() => asked.WaitAsync(Deadline))).Message);
    }

    [Fact]
    public async Task A_thread_that_is_stopped_does_first_what_it_was_told_before()
    {
        var thread = Started();
        thread.Post((_, _) => Assert.True(_hold.Wait(Deadline)));
        var asked = thread.Ask(replica => replica.Step);

        thread.Stop();
        _hold.Set();

        Assert.Equal(0, await asked.WaitAsync(Deadline));
        Assert.True(thread.Join(Deadline));
        await Assert.ThrowsAsync<TaskCanceledException>(() => thread.Ask(replica => replica.Step).WaitAsync(Deadline));
    }

    public void Dispose() => _hold.Dispose();

    private WorkerThread Started()
    {
        var thread = Create(() => new FakeReplica(new SamplePlan(4, 3, 2), 37));
        thread.Start();
        return thread;
    }

    private WorkerThread Create(Func<IReplica> replica) => new(
        new WorkerId("worker-1"),
        replica,
        new MemoryExchange(),
        new RunConfiguration { Family = "mixture", Data = "ring8", Replicas = 4, DSteps = 2, Batch = 3 },
        () => TimeSpan.Zero,
        failure => _failure.TrySetResult(failure));
}
