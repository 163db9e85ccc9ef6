using Akka.Actor;
using Akka.TestKit;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Hashing;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Actors;

public sealed class CoordinatorActorSpecs : ActorSpecs
{
    private const string DataSha256 = "da7a0123456789";
    private static readonly Hash128 Bits = new(7, 7);

    private readonly MemoryPlanes _planes = new();
    private readonly RecordingObserver _observer = new();
    private readonly TaskCompletionSource<RunOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<string> _digest = Task.FromResult(DataSha256);
    private string _kernels = "whole numbers";
    private Action<string> _note = _ => { };
    private Action _onSnapshot = () => { };

    [Fact]
    public void A_node_is_admitted_step_by_step_and_each_step_may_be_repeated()
    {
        var coordinator = Start();
        var node = CreateTestProbe();
        coordinator.Tell(Joining("n1"), node);
        var challenge = node.ExpectMsg<AdmissionChallenge>();
        coordinator.Tell(Joining("n1"), node);
        Assert.Equal(challenge.Nonce.AsEnumerable(), node.ExpectMsg<AdmissionChallenge>().Nonce);
        var proof = new AdmissionProof("n1", Admission.NodeMac([], challenge.Nonce, "n1"), []);
        coordinator.Tell(proof, node);
        coordinator.Tell(proof, node);
        Assert.Equal(new WorkerId("worker-1"), Assert.Single(node.ExpectMsg<NodeAdmitted>().Workers));
        Assert.Equal(new WorkerId("worker-1"), Assert.Single(node.ExpectMsg<NodeAdmitted>().Workers));
        var probe = Probe("n1", _planes.Open());
        coordinator.Tell(probe, node);
        coordinator.Tell(probe, node);
        node.ExpectMsg<NodeWelcome>();
        node.ExpectMsg<NodeWelcome>();

        coordinator.Tell(new NodeAlive("n1"), node);
        Assert.True(node.ExpectMsg<NodeKnown>().Known);
        coordinator.Tell(new NodeAlive("n2"), node);
        Assert.False(node.ExpectMsg<NodeKnown>().Known);
    }

    [Theory]
    [InlineData(DataSha256, true)]
    [InlineData("0ther", false)]
    public void A_node_that_is_ready_before_the_data_s_digest_is_told_to_wait_and_then_answered(string digest, bool welcome)
    {
        var known = new TaskCompletionSource<string>();
        _digest = known.Task;
        var coordinator = Start();
        var node = CreateTestProbe();
        Prove(coordinator, node);
        Assert.True(node.ExpectMsg<NodeKnown>().Known);
        Settle(coordinator);
        node.ExpectNoMsg(TimeSpan.Zero);

        known.SetResult(digest);

        if (welcome)
        {
            node.ExpectMsg<NodeWelcome>();
        }
        else
        {
            Assert.Contains("training data", node.ExpectMsg<NodeRefused>().Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Data_that_can_not_be_read_is_the_run_s_failure()
    {
        _digest = Task.FromException<string>(new IOException("a bad sector"));
        var coordinator = Start();
        var node = CreateTestProbe();

        Assert.Equal("a bad sector", (await Assert.ThrowsAsync<IOException>(() => _outcome.Task)).Message);

        coordinator.Tell(Joining("n1"), node);
        Assert.False(node.ExpectMsg<RunEnded>().Succeeded);
    }

    [Theory]
    [InlineData("whole numbers", 0)]
    [InlineData("halves", 1)]
    public void Other_kernels_than_the_checkpoints_name_are_told_once(string own, int lines)
    {
        _kernels = own;
        var told = new List<string>();
        _note = told.Add;
        var coordinator = Start(workers: 2);
        foreach (var key in new[] { "n1", "n2" })
        {
            var node = CreateTestProbe();
            Prove(coordinator, node, key);
            node.ExpectMsg<NodeWelcome>();
        }

        Assert.Equal(lines, told.Count(line => line.Contains(
            $"compute with whole numbers and this node has {own}", StringComparison.Ordinal)));
    }

    private void Prove(IActorRef coordinator, TestProbe node, string key = "n1")
    {
        coordinator.Tell(Joining(key), node);
        var challenge = node.ExpectMsg<AdmissionChallenge>();
        coordinator.Tell(new AdmissionProof(key, Admission.NodeMac([], challenge.Nonce, key), []), node);
        node.ExpectMsg<NodeAdmitted>();
        coordinator.Tell(Probe(key, _planes.Open()), node);
    }

    [Fact]
    public void What_comes_before_its_time_has_no_answer()
    {
        var coordinator = Start();
        var node = CreateTestProbe();

        coordinator.Tell(new AdmissionProof("n1", [], []), node);
        coordinator.Tell(Probe("n1", _planes.Open()), node);
        coordinator.Tell(new WorkerEvent(new WorkerJoined(new WorkerId("worker-1"), 0)), node);

        Settle(coordinator);
        node.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void A_node_whose_actor_ends_is_lost_and_its_attempt_with_it()
    {
        var coordinator = Start(workers: 2);
        var (one, two) = (Join(coordinator, "n1"), Join(coordinator, "n2"));
        Ordered<RoundAssignment>(one.Worker);

        Sys.Stop(two.Node);

        Assert.Contains("its node left the cluster", ((AttemptFenced)Ordered<AttemptFenced>(one.Worker).Order).Reason, StringComparison.Ordinal);
        var again = (RoundAssignment)Ordered<RoundAssignment>(one.Worker).Order;
        Assert.Equal((2, one.Id), (again.Id.Attempt, Assert.Single(again.Participants)));
    }

    [Fact]
    public void A_node_whose_connection_breaks_is_lost_at_once()
    {
        var coordinator = Start(workers: 2);
        var (one, two) = (Join(coordinator, "n1"), Join(coordinator, "n2"));
        Ordered<RoundAssignment>(one.Worker);

        _planes.Cut(two.Plane.Endpoint);

        Assert.Equal(2, ((RoundAssignment)Ordered<RoundAssignment>(one.Worker, attempt: 2).Order).Id.Attempt);
    }

    [Fact]
    public void A_worker_that_announces_itself_before_its_node_is_watched_counts_once_it_is()
    {
        _planes.Held = [];
        var coordinator = Start(workers: 1);
        var one = Join(coordinator, "n1");
        Settle(coordinator);
        Assert.Empty(_observer.Faults);
        one.Worker.ExpectNoMsg(TimeSpan.Zero);

        Assert.True(_planes.Held.TryDequeue(out var made));
        made();

        Assert.Equal(one.Id, Assert.Single(((RoundAssignment)Ordered<RoundAssignment>(one.Worker).Order).Participants));
    }

    [Fact]
    public void A_silent_worker_is_lost_at_the_deadline()
    {
        var coordinator = Start(workers: 2);
        var (one, two) = (Join(coordinator, "n1"), Join(coordinator, "n2"));
        var first = (RoundAssignment)Ordered<RoundAssignment>(one.Worker).Order;
        Pass(Sec(110), coordinator, Averaging(two));
        Averaging(two).Tell(new WorkerEvent(new RoundProgress(first.Id, one.Id, 1)), one.Worker);

        Pass(Sec(11), coordinator, Averaging(two));

        var again = (RoundAssignment)Ordered<RoundAssignment>(one.Worker, attempt: 2).Order;
        Assert.Equal(one.Id, Assert.Single(again.Participants));
    }

    [Theory]
    [InlineData(typeof(NodeJoining))]
    [InlineData(typeof(AdmissionProof))]
    [InlineData(typeof(ProbeDone))]
    [InlineData(typeof(NodeAlive))]
    public void Whoever_asks_after_the_end_is_told_how_the_run_really_ended(Type asks)
    {
        var coordinator = Start();
        Pass(Sec(61), coordinator);
        var late = CreateTestProbe();
        IClusterMessage question = asks.Name switch
        {
            nameof(NodeJoining) => Joining("n9"),
            nameof(AdmissionProof) => new AdmissionProof("n9", [], []),
            nameof(ProbeDone) => Probe("n9", _planes.Open()),
            _ => new NodeAlive("n9"),
        };

        coordinator.Tell(question, late);

        Assert.Equal(new RunEnded(false, "no worker joined", 1), late.ExpectMsg<RunEnded>());
    }

    [Fact]
    public async Task Nodes_are_told_of_the_end_without_asking()
    {
        var coordinator = Start(workers: 1);
        var one = Join(coordinator, "n1");

        coordinator.Tell(new StopRequested("enough"));
        Commit(one);
        one.Node.ExpectMsg<RunEnded>(ended => Assert.Equal(new RunEnded(true, "enough", 1), ended));

        Assert.Equal("enough", (await _outcome.Task.WaitAsync(Sec(20))).Reason);
        Assert.True(_observer.Snapshots[^1].Purpose.HasFlag(SnapshotPurpose.Last));
    }

    [Fact]
    public void A_recording_that_takes_long_costs_no_worker_its_place_and_no_round_its_time()
    {
        using var hold = new ManualResetEventSlim();
        _onSnapshot = () => Assert.True(hold.Wait(Sec(30)));
        var coordinator = Start(workers: 1, evaluateEvery: 1);
        var one = Join(coordinator, "n1");
        Commit(one);

        // The first copy is being recorded, and the second round is computed meanwhile.
        Commit(one);
        Pass(Sec(500), coordinator);

        hold.Set();
        Ordered<RoundAssignment>(one.Worker);
        Assert.Empty(_observer.Faults);
    }

    [Fact]
    public async Task A_record_that_fails_ends_the_run_and_the_nodes_are_told_why()
    {
        _observer.Committed = _ => throw new IOException("the disk is full");
        var coordinator = Start(workers: 1);
        var one = Join(coordinator, "n1");

        Commit(one);

        Assert.Equal(
            new RunEnded(false, "IOException: the disk is full", 1), one.Node.FishForMessage<RunEnded>(_ => true));
        await Assert.ThrowsAsync<IOException>(() => _outcome.Task.WaitAsync(Sec(20)));
    }

    [Fact]
    public async Task A_coordinator_that_fails_ends_the_run_and_its_successor_only_says_so()
    {
        _note = _ => throw new InvalidOperationException("a fault of its own");
        var coordinator = Start(workers: 1);
        coordinator.Tell(new NodeRefused("n1", "no data"));
        var late = CreateTestProbe();

        await Assert.ThrowsAsync<InvalidOperationException>(() => _outcome.Task.WaitAsync(Sec(20)));
        coordinator.Tell(Joining("n2"), late);

        Assert.Equal(new RunEnded(false, "a fault of its own", 1), late.ExpectMsg<RunEnded>());
    }

    [Fact]
    public void What_it_does_not_know_is_unhandled()
    {
        var coordinator = Start();
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled, typeof(Akka.Event.UnhandledMessage));

        coordinator.Tell(NodeWelcome.Instance);

        Assert.IsType<NodeWelcome>(unhandled.ExpectMsg<Akka.Event.UnhandledMessage>().Message);
    }

    private static NodeJoining Joining(string key) => new(
        key, Protocol.Version, Workers: 1, ConfigurationHash: "", [.. Enumerable.Repeat((byte)1, Protocol.NonceBytes)]);

    private static ProbeDone Probe(string key, MemoryPlanes.Plane plane) =>
        new(key, [Bits], "whole numbers", DataSha256, plane.Endpoint, Metrics: "");

    private static WorkerOrder Ordered<T>(TestProbe worker, int attempt = 0)
        where T : IWorkerOrder => worker.FishForMessage<WorkerOrder>(
        order => order.Order is T && (attempt == 0 || order.Order is RoundAssignment a && a.Id.Attempt == attempt));

    /// <summary>Whoever gave the worker its part.</summary>
    private static IActorRef Averaging(Joined joined) => joined.Averaging ??= Sender(joined.Worker);

    private static IActorRef Sender(TestProbe worker)
    {
        Ordered<RoundAssignment>(worker);
        return worker.LastSender;
    }

    private IActorRef Start(int workers = 1, long evaluateEvery = 0)
    {
        var settings = new CoordinatorSettings
        {
            Options = new RoundOptions
            {
                Run = new RunId("run"),
                Sync = SyncMode.Gradients,
                SyncEvery = 5,
                Replicas = 4,
                TargetStep = 1_000,
                EvaluateEverySteps = evaluateEvery,
                ExpectedWorkers = workers,
                RoundTime = TimeSpan.Zero,
            },
            Configuration = new RunConfiguration { Family = "mixture", Data = "ring8", Replicas = 4 },
            DataSha256 = _digest,
            Kernels = _kernels,
            Data = _planes.Open(),
            Observer = new Observers(_observer, () => _onSnapshot()),
            Secret = [],
            DataKey = [1],
            Completion = _outcome,
            Note = line => _note(line),
            Time = Time,
        };
        return Sys.ActorOf(Props.Create(() => new CoordinatorActor(settings)));
    }

    private Joined Join(IActorRef coordinator, string key)
    {
        var (node, worker, plane) = (CreateTestProbe(), CreateTestProbe(), _planes.Open());
        coordinator.Tell(Joining(key), node);
        var nonce = node.ExpectMsg<AdmissionChallenge>().Nonce;
        coordinator.Tell(new AdmissionProof(key, Admission.NodeMac([], nonce, key), []), node);
        var id = Assert.Single(node.ExpectMsg<NodeAdmitted>().Workers);
        coordinator.Tell(Probe(key, plane), node);
        node.ExpectMsg<NodeWelcome>();
        Settle(coordinator);
        plane.Offer((_, step, _) => Task.FromResult<VersionSnapshot?>(new VersionSnapshot(step, [])));
        coordinator.Tell(new WorkerEvent(new WorkerJoined(id, 0)), worker);
        return new Joined(node, worker, plane, id);
    }

    /// <summary>The worker reports what it was told last to compute, and hears of the commit.</summary>
    private static void Commit(Joined joined)
    {
        var assignment = (RoundAssignment)Ordered<RoundAssignment>(joined.Worker).Order;
        joined.Worker.LastSender.Tell(
            new ReportPiece(new Combined(assignment.Id, joined.Id, new Hash128(1, 1), [], [], 1, 1), 0, 1), joined.Worker);
        Ordered<Committed>(joined.Worker);
    }

    private sealed record Joined(TestProbe Node, TestProbe Worker, MemoryPlanes.Plane Plane, WorkerId Id)
    {
        public IActorRef? Averaging { get; set; }
    }

    /// <summary>Stands before another and takes its time.</summary>
    private sealed class Observers(RecordingObserver inner, Action onSnapshot) : IRunObserver
    {
        public void OnCommitted(RoundRecord record, RunState state) => inner.OnCommitted(record, state);

        public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason) =>
            inner.OnFault(state, attempt, worker, reason);

        public void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state)
        {
            onSnapshot();
            inner.OnSnapshot(snapshot, purpose, state);
        }
    }
}
