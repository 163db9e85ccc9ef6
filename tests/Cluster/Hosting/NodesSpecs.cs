using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Nodes;
using GanCluster.Cluster.Tests.Actors;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Core.Ledger;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GanCluster.Cluster.Tests.Hosting;

/// <summary>A coordinator's and a worker's node as they are hosted, over remoting on loopback.</summary>
public sealed class NodesSpecs
{
    private const long Steps = 40;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly SamplePlan _plan = new(replicas: 4, batch: 3, discriminatorSteps: 2);
    private readonly MemoryPlanes _planes = new();
    private readonly ConcurrentQueue<string> _notes = new();
    private readonly FaultSchedule _faults = new();
    private readonly NodeHealth _coordinatorHealth = new();
    private readonly NodeHealth _workerHealth = new();

    [Fact]
    public async Task They_are_ready_while_they_take_part_and_end_together()
    {
        using var hold = new ManualResetEventSlim();
        _faults.HangAt("n1.0", 10, Phase.StepG, hold);
        Assert.Equal("no actor system runs", (await Check(_coordinatorHealth)).Description);
        var coordinator = await Coordinator();
        await Ready(_coordinatorHealth);

        var worker = Worker(coordinator);
        await Until(async () => (await Check(_workerHealth)).Description is { } why && why.Contains("welcome", StringComparison.Ordinal),
            "a worker that is not welcome yet");
        await Task.Run(() => _faults.AwaitStruck());
        await Ready(_workerHealth);
        hold.Set();

        Assert.True((await coordinator.Outcome.WaitAsync(Deadline)).Succeeded);
        await coordinator.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(NodeEnd.RunEnded, (await worker.WaitAsync(Deadline)).End);
        Assert.Equal("no actor system runs", (await Check(_workerHealth)).Description);
        Assert.DoesNotContain(_notes, note => note.StartsWith("akka:", StringComparison.Ordinal));
        Assert.DoesNotContain(_notes, note => note.Contains("lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_the_cluster_removed_joins_again_with_what_it_holds()
    {
        using var hold = new ManualResetEventSlim();
        _faults.HangAt("n1.0", 10, Phase.StepG, hold);
        await using var coordinator = await Coordinator();
        var addresses = new ConcurrentQueue<Address>();
        var worker = Worker(coordinator, addresses.Enqueue);
        await Task.Run(() => _faults.AwaitStruck());

        coordinator.Down(addresses.Single());
        await Until(() => Task.FromResult(addresses.Count == 2), "the worker's second actor system");
        hold.Set();

        // What it reports of the open attempt may be lost with its first actor system: then that attempt's deadline ends it.
        Assert.True((await coordinator.Outcome.WaitAsync(2 * Deadline)).Succeeded);
        Assert.Equal(NodeEnd.RunEnded, (await worker.WaitAsync(Deadline)).End);
        Assert.Contains("this node is no longer in the cluster and joins again", _notes);
    }

    [Fact]
    public async Task A_port_in_use_is_the_callers_to_tell()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        await Assert.ThrowsAnyAsync<Exception>(() => Coordinator(((System.Net.IPEndPoint)taken.LocalEndpoint).Port));
    }

    private static ClusterAddress Address(int port = 0) => new("127.0.0.1", "127.0.0.1", port, Config.Empty, Trust: null);

    private Task<CoordinatorNode> Coordinator(int port = 0) => CoordinatorNode.Start(
        Address(port),
        new CoordinatorSettings
        {
            Options = new RoundOptions
            {
                Run = new RunId("run"), Sync = SyncMode.Gradients, SyncEvery = 1, Replicas = 4, TargetStep = Steps, ExpectedWorkers = 1,
                RejoinTimeout = Deadline, LeastDeadline = Deadline,
            },
            Configuration = new RunConfiguration { Family = "mixture", Data = "ring8", Replicas = 4, DSteps = 2, Batch = 3 },
            DataSha256 = Task.FromResult(ActorRun.DataSha256),
            Kernels = "whole numbers",
            Data = _planes.Open(),
            Observer = new RecordingObserver(),
            Secret = [],
            DataKey = [1],
            Completion = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously),
            Note = _notes.Enqueue,
        },
        _coordinatorHealth);

    private Task<NodeOutcome> Worker(CoordinatorNode coordinator, Action<Address>? listening = null) => WorkerNode.Run(
        Address(),
        Task.FromResult(ImmutableArray.Create(coordinator.Address)),
        new WorkerNodeSettings
        {
            Engine = new FakeEngine(_plan, _planes, "n1", _faults), Workers = 1, Secret = [], Note = _notes.Enqueue,
        },
        _workerHealth,
        listening ?? (_ => { }),
        CancellationToken.None);

    private static Task<HealthCheckResult> Check(NodeHealth health) => health.CheckHealthAsync(new HealthCheckContext());

    private Task Ready(NodeHealth health) => Until(
        async () => (await Check(health)).Status == HealthStatus.Healthy, "a node that is ready");

    private async Task Until(Func<Task<bool>> condition, string awaited)
    {
        using var late = new CancellationTokenSource(Deadline);
        using var soon = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            try
            {
                await soon.WaitForNextTickAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"waited in vain for {awaited}: {string.Join("; ", _notes)}");
            }
        }
    }
}
