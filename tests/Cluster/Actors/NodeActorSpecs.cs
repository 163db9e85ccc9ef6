using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Nodes;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Tests.Workers;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Actors;

public sealed class NodeActorSpecs : ActorSpecs
{
    private static readonly SamplePlan Plan = new(4, batch: 3, discriminatorSteps: 2);
    private readonly MemoryPlanes _planes = new();
    private readonly FaultSchedule _faults = new();
    private readonly TaskCompletionSource<NodeOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TestProbe _coordinator;
    private NodeState? _state;
    private Action _note = () => { };

    public NodeActorSpecs() => _coordinator = CreateTestProbe();

    [Fact]
    public void It_asks_every_second_until_it_is_heard()
    {
        var node = Start();
        var first = _coordinator.ExpectMsg<NodeJoining>();

        Pass(Sec(2), node);

        Assert.Equal(first.NodeKey, _coordinator.ExpectMsg<NodeJoining>().NodeKey);
        Assert.Equal(first.Nonce.AsEnumerable(), _coordinator.ExpectMsg<NodeJoining>().Nonce);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Unheard_it_gives_up_in_the_time_it_was_given()
    {
        var node = Start();
        Pass(Sec(59), node);
        Assert.False(_ended.Task.IsCompleted);

        Pass(Sec(3), node);

        Assert.Equal(new NodeOutcome(NodeEnd.NoCoordinator, "no coordinator has answered for 60 s"), await Ended());
    }

    [Fact]
    public void Every_device_makes_the_probe()
    {
        var node = Start(workers: 3);

        var probe = Prove(node);

        Assert.Equal(3, probe.Hashes.Length);
        Assert.Single(probe.Hashes.Distinct());
    }

    /// <summary>A program's own modules have first weights that only the first node knows.</summary>
    [Fact]
    public void The_version_that_the_run_began_from_is_fetched_before_the_probe()
    {
        var source = _planes.Open();
        using var other = new FakeReplica(Plan, 37);
        other.Begin();
        source.Offer((_, step, _) => Task.FromResult<VersionSnapshot?>(
            step == 0 ? other.Snapshot() with { Tensors = Moved(other.Snapshot()) } : null));
        var drawn = Prove(Start()).Hashes.Single();
        _state!.Dispose();
        var node = Start(workers: 2);
        var joining = _coordinator.FishForMessage<NodeJoining>(m => m.NodeKey == _state!.Key);

        node.Tell(Admitted(joining, start: 0, source: source.Endpoint), _coordinator);

        var probe = _coordinator.FishForMessage<ProbeDone>(m => m.NodeKey == joining.NodeKey);
        Assert.Single(probe.Hashes.Distinct());
        Assert.NotEqual(drawn, probe.Hashes[0]);
        Assert.Equal(2, _planes.Fetches);
    }

    [Fact]
    public async Task A_coordinator_that_can_not_prove_itself_is_refused()
    {
        var node = Start();
        var joining = _coordinator.ExpectMsg<NodeJoining>();

        node.Tell(Admitted(joining, secret: [1]), _coordinator);

        Assert.Equal(NodeEnd.Refused, (await Ended()).End);
    }

    [Theory]
    [InlineData(true, NodeEnd.RunEnded)]
    [InlineData(false, NodeEnd.RunFailed)]
    public async Task Whatever_it_does_it_ends_as_the_run_did(bool succeeded, NodeEnd end)
    {
        var joining = Start();
        joining.Tell(new RunEnded(succeeded, "so it was", 1), _coordinator);
        Assert.Equal(new NodeOutcome(end, "so it was"), await Ended());
    }

    [Fact]
    public async Task One_that_missed_the_end_of_the_run_learns_of_it_when_it_asks_again()
    {
        var node = Work(Start());
        Pass(Sec(5), node);
        _coordinator.FishForMessage<NodeAlive>(_ => true);

        node.Tell(new RunEnded(false, "no majority agrees", 1), _coordinator);

        Assert.Equal(new NodeOutcome(NodeEnd.RunFailed, "no majority agrees"), await Ended());
    }

    [Fact]
    public async Task Left_alone_it_gives_up_in_the_time_it_was_given()
    {
        var node = Work(Start());
        Pass(Sec(50), node);
        node.Tell(new NodeKnown(true), _coordinator);
        Pass(Sec(59), node);
        Assert.False(_ended.Task.IsCompleted);

        Pass(Sec(3), node);

        Assert.Equal(NodeEnd.Failed, (await Ended()).End);
    }

    [Fact]
    public void One_that_is_not_known_any_more_joins_anew_with_the_version_that_it_holds()
    {
        var node = Work(Start());
        var key = _state!.Key;

        node.Tell(new NodeKnown(false), _coordinator);
        Pass(Sec(1), node);

        var joining = _coordinator.FishForMessage<NodeJoining>(_ => true);
        Assert.Equal((key, RunIdentity.ConfigurationHash(Configuration)), (joining.NodeKey, joining.ConfigurationHash));
        node.Tell(Admitted(joining), _coordinator);
        Assert.Single(_coordinator.FishForMessage<ProbeDone>(_ => true).Hashes);
    }

    [Fact]
    public async Task A_worker_whose_thread_fails_is_lost_and_the_others_go_on()
    {
        _faults.KillAt("n1.1", 0, Phase.Snapshot);
        Work(Start(workers: 2), workers: 2);

        _ = _state!.Threads[1].Copy(0, CancellationToken.None);

        Assert.Equal(new WorkerId("worker-2"), Lost().Worker);
        Assert.False(_ended.Task.IsCompleted);
        _state.Threads[0].Post((_, _) => throw new InvalidDataException("no weights"));
        Assert.Equal(new WorkerId("worker-1"), Lost().Worker);
        Assert.Equal(new NodeOutcome(NodeEnd.Failed, "InvalidDataException: no weights"), await Ended());
    }

    [Fact]
    public async Task A_worker_s_actor_that_fails_is_restarted_and_one_that_can_not_be_is_lost()
    {
        var node = Work(Start());
        var worker = await Sys.ActorSelection(node.Path / "worker-1").ResolveOne(Sec(20));
        Watch(worker);

        worker.Tell(Kill.Instance);

        ExpectTerminated(worker);
        Assert.Equal(new WorkerId("worker-1"), Lost().Worker);
        Assert.Equal(NodeEnd.Failed, (await Ended()).End);
    }

    [Fact]
    public void A_node_s_actor_that_fails_joins_anew()
    {
        var node = Work(Start());
        var fails = true;
        _note = () => _ = fails ? throw new InvalidOperationException("once") : 0;

        _state!.Threads[0].Post((_, _) => throw new InvalidDataException("no weights"));

        _coordinator.FishForMessage<NodeJoining>(_ => true);
        fails = false;
        Settle(node);
    }

    [Fact]
    public async Task Asked_to_leave_it_says_so_until_it_is_released()
    {
        var node = Work(Start());
        node.Tell(NodeActor.Drain.Instance, _coordinator);
        _coordinator.FishForMessage<NodeLeaving>(_ => true);
        Pass(Sec(1), node);
        _coordinator.FishForMessage<NodeLeaving>(_ => true);

        node.Tell(new NodeReleased(1), _coordinator);

        Assert.Equal(NodeEnd.Drained, (await Ended()).End);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _state?.Dispose();
    }

    private static RunConfiguration Configuration => new()
    {
        Family = "mixture", Data = "ring8", Replicas = 4, DSteps = 2, Batch = 3,
    };

    private static ImmutableArray<VersionTensor> Moved(VersionSnapshot version) =>
        [.. version.Tensors.Select(t => t with { Values = t.Values.ToArray().Select(v => v + 1).ToArray() })];

    private static NodeAdmitted Admitted(
        NodeJoining joining, byte[]? secret = null, long? start = null, Endpoint? source = null)
    {
        var admitted = new NodeAdmitted(
            [],
            "run",
            RunIdentity.CanonicalJson(Configuration),
            [.. Enumerable.Range(1, joining.Workers).Select(n => new WorkerId($"worker-{n}"))],
            [1],
            start,
            source ?? new Endpoint("memory", 0),
            1);
        return admitted with { Mac = Admission.CoordinatorMac(secret ?? [], joining.Nonce, admitted) };
    }

    private IActorRef Start(int workers = 1)
    {
        var settings = new WorkerNodeSettings
        {
            Engine = new FakeEngine(Plan, _planes, "n1", _faults),
            Workers = workers,
            Secret = [],
            Note = _ => _note(),
            Time = Time,
        };
        var state = _state = new NodeState(settings);
        var (coordinator, ended) = (_coordinator.Ref, _ended);
        return Sys.ActorOf(Props.Create(() => new NodeActor(state, coordinator, ended)));
    }

    private ProbeDone Prove(IActorRef node)
    {
        var joining = _coordinator.ExpectMsg<NodeJoining>();
        node.Tell(Admitted(joining), _coordinator);
        return _coordinator.FishForMessage<ProbeDone>(_ => true);
    }

    private IActorRef Work(IActorRef node, int workers = 1)
    {
        Prove(node);
        node.Tell(NodeWelcome.Instance, _coordinator);
        var joined = new HashSet<WorkerId>();
        while (joined.Count < workers)
        {
            joined.Add(((WorkerJoined)_coordinator.FishForMessage<WorkerEvent>(m => m.Event is WorkerJoined).Event).Worker);
        }

        return node;
    }

    private WorkerLost Lost() => (WorkerLost)_coordinator.FishForMessage<WorkerEvent>(m => m.Event is WorkerLost).Event;

    private Task<NodeOutcome> Ended() => _ended.Task.WaitAsync(Sec(20));
}
