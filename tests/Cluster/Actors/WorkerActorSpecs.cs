using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using GanCluster.Cluster.Nodes;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;

namespace GanCluster.Cluster.Tests.Actors;

public sealed class WorkerActorSpecs : ActorSpecs
{
    private static readonly WorkerId Self = new("worker-1");
    private static readonly SamplePlan Plan = new(4, batch: 3, discriminatorSteps: 2);
    private readonly MemoryPlanes _planes = new();
    private readonly FaultSchedule _faults = new();
    private readonly TestProbe _coordinator;
    private readonly TestProbe _averaging;
    private FaultyPlane? _plane;
    private NodeState? _state;

    public WorkerActorSpecs() => (_coordinator, _averaging) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public async Task It_says_every_second_where_it_stands()
    {
        var worker = await Start();
        Assert.Equal(0, Joined().Step);

        Pass(Sec(2), worker);

        Assert.Equal([0, 0], new[] { Joined().Step, Joined().Step });
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_result_is_reported_to_whoever_gave_the_order_until_something_newer_comes()
    {
        var worker = await Start();
        Joined();
        worker.Tell(Order(Assignment(1, 0)), _averaging);
        var report = Report();
        Assert.Equal((Self, Id(1), 4), (report.Worker, report.Id, report.Contributions.Length));

        Pass(Sec(4), worker);
        Assert.Equal(report.Hash, Report().Hash);
        Assert.Equal(report.Hash, Report().Hash);
        worker.Tell(Order(new Committed(Id(1), 1, 5, report.Hash)), _averaging);
        Settle(worker);
        Pass(Sec(1), worker);

        Assert.Equal(5, Joined().Step);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task One_that_is_restarted_says_where_its_thread_stands_and_goes_on()
    {
        var worker = await Start();
        Joined();
        worker.Tell(Order(Assignment(1, 0)), _averaging);
        worker.Tell(Order(new Committed(Id(1), 1, 5, Report().Hash)), _averaging);
        Settle(worker);

        _plane!.Fail();
        worker.Tell(Order(new AttemptFenced(Id(1), "late")), _averaging);

        Assert.Equal(5, Joined().Step);
        worker.Tell(Order(Assignment(2, 5)), _averaging);
        Assert.Equal(Id(2), Report().Id);
    }

    [Fact]
    public async Task One_that_is_restarted_with_a_result_repeats_it_and_can_commit_it()
    {
        var worker = await Start();
        Joined();
        worker.Tell(Order(Assignment(1, 0)), _averaging);
        var report = Report();

        _plane!.Fail();
        worker.Tell(Order(new Committed(Id(1), 1, 5, report.Hash)), _averaging);

        Assert.Equal((Id(1), report.Hash), Report() is var again ? (again.Id, again.Hash) : default);
        Pass(Sec(2), worker);
        Assert.Equal(Id(1), Report().Id);
        worker.Tell(Order(new Committed(Id(1), 1, 5, report.Hash)), _averaging);
        worker.Tell(Order(Assignment(2, 5)), _averaging);
        Assert.Equal(Id(2), Report().Id);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task One_that_is_restarted_as_it_computes_says_that_this_came_to_nothing()
    {
        var worker = await Start();
        Joined();
        Compute(worker);

        _plane!.Fail();
        worker.Tell(Order(new AttemptFenced(Id(0), "late")), _averaging);

        var broken = Assert.IsType<ExchangeBroken>(
            _averaging.FishForMessage<WorkerEvent>(m => m.Event is not RoundProgress).Event);
        Assert.Equal((Id(1), "the worker's actor has ended"), (broken.Id, broken.Reason));
        Assert.Equal(0, Joined().Step);
    }

    [Fact]
    public async Task What_is_held_from_an_actor_system_before_nobody_waits_for()
    {
        var first = await Start();
        Joined();
        first.Tell(Order(Assignment(1, 0)), _averaging);
        Report();
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);

        StartActor();

        Assert.Equal(0, Joined().Step);
    }

    [Fact]
    public async Task What_comes_before_it_knows_where_it_stands_is_done_afterwards()
    {
        using var hold = new ManualResetEventSlim();
        var worker = await Start(thread => thread.Post((_, _) => Assert.True(hold.Wait(Sec(20)))));
        worker.Tell(Order(Assignment(1, 0)), _averaging);
        Settle(worker);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);

        hold.Set();

        Assert.Equal(Id(1), Report().Id);
    }

    [Fact]
    public async Task An_order_for_another_worker_is_not_its_own()
    {
        var worker = await Start();
        Joined();

        worker.Tell(new WorkerOrder(new WorkerId("worker-2"), Assignment(1, 0), Where), _averaging);
        worker.Tell(Order(Assignment(2, 0)), _averaging);

        Assert.Equal(Id(2), Report().Id);
    }

    [Fact]
    public async Task Whoever_comes_after_it_finds_the_thread_free()
    {
        var worker = await Start();
        Joined();

        Compute(worker);

        Sys.Stop(worker);

        Assert.Equal(0, await _state!.Threads[0].Ask(replica => replica.Step).WaitAsync(Sec(20)));
    }

    [Fact]
    public async Task A_version_that_can_not_be_had_leaves_the_one_it_holds()
    {
        var worker = await Start();
        Joined();

        worker.Tell(new WorkerOrder(Self, new LoadVersion(40, new WorkerId("worker-2")), []), _averaging);

        Assert.Equal(0, Joined().Step);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _state?.Dispose();
    }

    private static ImmutableArray<WorkerAddress> Where => [new WorkerAddress(Self, new Endpoint("memory", 1))];

    private static AttemptId Id(long round) => new(new RunId("run"), 1, round, 1);

    private static RoundAssignment Assignment(long round, long step) =>
        new(Id(round), round - 1, new StepSpan(step, 5), [new ReplicaRange(0, 4)], [Self]);

    private static WorkerOrder Order(IWorkerOrder order) => new(Self, order, order is RoundAssignment ? Where : []);

    private async Task<IActorRef> Start(Action<WorkerThread>? before = null)
    {
        var settings = new WorkerNodeSettings
        {
            Engine = new FakeEngine(Plan, _planes, "n1", _faults) { Around = plane => _plane = new FaultyPlane(plane) },
            Workers = 1,
            Secret = [],
            Note = _ => { },
            Time = Time,
        };
        var state = _state = new NodeState(settings);
        var configuration = new RunConfiguration { Family = "mixture", Data = "ring8", Replicas = 4, DSteps = 2, Batch = 3 };
        await state.Prepare(new NodeAdmitted(
            [], "run", RunIdentity.CanonicalJson(configuration), [Self], [1], StartStep: null, new Endpoint("memory", 0), 1),
            CancellationToken.None);
        before?.Invoke(state.Threads[0]);
        return StartActor();
    }

    private IActorRef StartActor()
    {
        var (thread, state, coordinator) = (_state!.Threads[0], _state, _coordinator.Ref);
        return Sys.ActorOf(Props.Create(() => new WorkerActor(thread, state, coordinator)));
    }

    /// <summary>Has it wait for another participant, which never comes.</summary>
    private void Compute(IActorRef worker)
    {
        var assignment = Assignment(1, 0) with { Participants = [Self, new WorkerId("worker-2")], Ranges = [new(0, 2)] };
        var where = Where.Add(new WorkerAddress(new WorkerId("worker-2"), new Endpoint("memory", 99)));
        worker.Tell(new WorkerOrder(Self, assignment, where), _averaging);
        _averaging.FishForMessage<WorkerEvent>(m => m.Event is RoundProgress);
    }

    private WorkerJoined Joined() => Assert.IsType<WorkerJoined>(_coordinator.ExpectMsg<WorkerEvent>().Event);

    private Combined Report() => _averaging.FishForMessage<ReportPiece>(_ => true).Report;
}
