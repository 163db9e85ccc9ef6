using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Peers;
using GanCluster.Cluster.Tests.Actors;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Tests.Peers;

/// <summary>The first of three coordinator nodes; the others are probes.</summary>
public sealed class PeerActorSpecs : ActorSpecs
{
    private static readonly CoordinatorId A = new("a:1");
    private static readonly CoordinatorId B = new("b:1");
    private static readonly CoordinatorId C = new("c:1");
    private static readonly WorkerId Worker = new("worker-1");
    private static readonly PeerTerms Terms = new(Protocol.Version, [A, B, C], "run", new string('0', 64), TargetStep: 1_000);
    private readonly MemoryJournal _disk = new();
    private readonly MemoryPlanes _planes = new();
    private readonly TaskCompletionSource<PeerOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PeerStanding> _standings = [];
    private readonly ConcurrentQueue<string> _notes = [];
    private readonly TestProbe _b;
    private readonly TestProbe _c;
    private readonly IActorRef _node;

    public PeerActorSpecs()
    {
        (_b, _c) = (CreateTestProbe("b"), CreateTestProbe("c"));
        var settings = new PeerSettings
        {
            Self = A,
            Terms = Terms,
            Journal = _disk,
            Open = Open,
            Keep = (_, _) => Task.FromException(new IOException("it is gone")),
            Completion = _ended,
            Standing = standing =>
            {
                lock (_standings)
                {
                    _standings.Add(standing);
                }
            },
            Note = _notes.Enqueue,
            Time = Time,
        };
        var others = ImmutableDictionary<CoordinatorId, ActorPath>.Empty.Add(B, _b.Ref.Path).Add(C, _c.Ref.Path);
        _node = Sys.ActorOf(Props.Create(() => new PeerActor(settings, others)), PeerActor.Name);
        AwaitAssert(() => Assert.False(Last().Acts), Sec(20));
        Pass(Sec(0.3), _node);
    }

    [Fact]
    public async Task Others_that_go_by_something_else_end_the_node_before_it_begins()
    {
        Assert.Equal(Terms.Peers.AsEnumerable(), Fish<PeerHello>(_b).Terms.Peers);

        _node.Tell(new PeerAnswer(B, "its --peers are another list"), _b);

        var refused = Assert.IsType<PeerOutcome.Refused>(await _ended.Task.WaitAsync(Sec(20)));
        Assert.Equal("b:1 refuses this node: its --peers are another list", refused.Reason);
    }

    [Fact]
    public async Task One_that_goes_by_something_else_is_told_so_and_ends_the_node_whether_or_not_it_lives_to_answer()
    {
        _node.Tell(new PeerHello(B, Terms with { Peers = [A, B, new("d:1")] }), _b);

        Assert.StartsWith("its --peers are a:1,b:1,d:1, ", Fish<PeerAnswer>(_b).Reason, StringComparison.Ordinal);
        var refused = Assert.IsType<PeerOutcome.Refused>(await _ended.Task.WaitAsync(Sec(20)));
        Assert.StartsWith("b:1 refuses this node: its --peers are a:1,b:1,c:1, this node's are a:1,b:1,d:1: ", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_with_another_list_is_told_so_and_one_with_this_list_is_greeted_and_a_node_that_a_majority_works_with_goes_on()
    {
        _node.Tell(new PeerAnswer(C, null), _c);
        _node.Tell(new PeerHello(B, Terms with { Peers = [A, B, new("d:1")] }), _b);
        _node.Tell(new PeerHello(C, Terms), _c);

        Assert.StartsWith("its --peers are a:1,b:1,d:1, ", Fish<PeerAnswer>(_b).Reason, StringComparison.Ordinal);
        Assert.Null(Fish<PeerAnswer>(_c).Reason);
        Assert.Contains("refused the coordinator at b:1: its --peers are a:1,b:1,d:1", Assert.Single(_notes), StringComparison.Ordinal);
        Assert.False(_ended.Task.IsCompleted);
    }

    [Fact]
    public void It_acts_once_a_majority_has_confirmed_and_tells_the_others_every_second()
    {
        Act();

        Assert.Equal(1, _disk.State.Promised);
        Pass(Sec(1), _node);
        Assert.Equal(new PeerActs(A, 1), Fish<PeerActs>(_b));
        Assert.Equal(new PeerActs(A, 1), Fish<PeerActs>(_c));
    }

    [Fact]
    public void While_another_is_heard_it_stands_by_and_follows_it_once_it_is_missed()
    {
        _node.Tell(new PeerActs(B, 4), _b);
        Agree();
        Pass(Sec(4), _node);
        AssertNone<AskOffice>(_b);

        Pass(Sec(2), _node);

        Assert.Equal(new AskOffice(5), FishRequest<AskOffice>(_b));
    }

    [Fact]
    public void Nobody_is_told_of_a_commit_before_a_majority_has_the_round()
    {
        Act();
        var (worker, assignment) = Join();

        Report(worker, assignment);

        var append = FishRequest<AppendRow>(_c, a => a.Row is not null);
        Assert.Equal((1L, new Hash128(3, 3)), (append.Row!.Round, append.Row.Hash));
        worker.ExpectNoMsg(TimeSpan.Zero);
        _node.Tell(new JournalAnswer(new RowAnswered(C, 1, append.Number, 1, Promised: 1, Wants: null)), _c);
        Assert.Equal(1, Assert.IsType<Committed>(worker.ExpectMsg<WorkerOrder>().Order).Id.Round);
        Assert.Equal(append.Row, Assert.Single(_disk.State.Rows));
    }

    [Fact]
    public void A_later_office_that_its_journal_promises_ends_its_own_at_once()
    {
        Act();
        var (worker, assignment) = Join();

        _node.Tell(new JournalRequest(B, new AskOffice(7)), _b);
        Assert.True(Fish<JournalAnswer>(_b, a => a.Answer is OfficeAnswered).Answer is OfficeAnswered { Granted: true, Promised: 7 });
        AwaitAssert(() => Assert.False(Last().Acts), Sec(20));
        Report(worker, assignment);

        AssertNone<AppendRow>(_c, a => a.Row is not null);
        worker.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task How_the_run_ended_elsewhere_ends_the_node()
    {
        _node.Tell(new PeersEnded(B, 3, Succeeded: true, "all steps are committed", new RunPosition(10, 1, 2)), _b);

        Assert.Equal(
            new PeerOutcome.EndedElsewhere(B, Succeeded: true, "all steps are committed", new RunPosition(10, 1, 2)),
            await _ended.Task.WaitAsync(Sec(20)));
    }

    [Fact]
    public void A_copy_that_could_not_be_fetched_is_told_of()
    {
        _node.Tell(new PeerActs(B, 3), _b);

        _node.Tell(new CopyKept(3, new RunPosition(10, 1, 2), 0, IsCheckpoint: true, new Endpoint("b", 2)), _b);

        AwaitAssert(() => Assert.Equal(["the copy of step 10 could not be had from b:2: it is gone"], _notes), Sec(20));
    }

    [Fact]
    public async Task A_disk_that_fails_ends_the_node_and_not_the_run()
    {
        Agree();
        _disk.Failure = new IOException("no space left");

        _node.Tell(new JournalRequest(B, new AskOffice(2)), _b);

        Assert.Same(_disk.Failure, await Assert.ThrowsAsync<IOException>(() => _ended.Task.WaitAsync(Sec(20))));
        AssertNone<JournalAnswer>(_b);
    }

    private void Agree()
    {
        Fish<PeerHello>(_b);
        _node.Tell(new PeerAnswer(B, Reason: null), _b);
        _node.Tell(new PeerAnswer(C, Reason: null), _c);
        Settle(_node);
    }

    /// <summary>With the grant and the journal of the last of the list; the second says nothing.</summary>
    private void Act()
    {
        Agree();
        Pass(Sec(0.5), _node);
        var ask = FishRequest<AskOffice>(_c);
        _node.Tell(new JournalAnswer(new OfficeAnswered(C, ask.Office, Granted: true, ask.Office, Newest: null)), _c);
        var confirm = FishRequest<AppendRow>(_c);
        _node.Tell(new JournalAnswer(new RowAnswered(C, ask.Office, confirm.Number, 0, Promised: ask.Office, Wants: null)), _c);
        AwaitAssert(() => Assert.True(Last().Acts), Sec(20));
    }

    private PeerStanding Last()
    {
        lock (_standings)
        {
            Assert.NotEmpty(_standings);
            return _standings[^1];
        }
    }

    private (TestProbe Worker, RoundAssignment Assignment) Join()
    {
        var node = CreateTestProbe();
        var joining = new NodeJoining("n1", Protocol.Version, Workers: 1, ConfigurationHash: "", [.. new byte[Protocol.NonceBytes]]);
        AwaitAssert(
            () =>
            {
                // Until the coordinator is there, nobody answers.
                _node.Tell(joining, node);
                node.ExpectMsg<AdmissionChallenge>(Sec(0.2));
            },
            Sec(20));
        _node.Tell(joining, node);
        var nonce = node.FishForMessage<AdmissionChallenge>(_ => true).Nonce;
        _node.Tell(new AdmissionProof("n1", Admission.NodeMac([], nonce, "n1"), []), node);
        node.FishForMessage<NodeAdmitted>(_ => true);
        _node.Tell(new ProbeDone("n1", [default], "whole numbers", "da7a", _planes.Open().Endpoint, Metrics: ""), node);
        node.FishForMessage<NodeWelcome>(_ => true);
        var worker = CreateTestProbe();
        RoundAssignment? assignment = null;
        AwaitAssert(
            () =>
            {
                _node.Tell(new WorkerEvent(new WorkerJoined(Worker, 0)), worker);
                assignment = worker.FishForMessage<WorkerOrder>(order => order.Order is RoundAssignment, Sec(0.2)).Order as RoundAssignment;
            },
            Sec(20));
        return (worker, assignment!);
    }

    private static void Report(TestProbe worker, RoundAssignment assignment) => worker.LastSender.Tell(
        new ReportPiece(new Combined(assignment.Id, Worker, new Hash128(3, 3), [], [], 1, 1), 0, 1), worker);

    private static T Fish<T>(TestProbe probe, Func<T, bool>? which = null) =>
        (T)probe.FishForMessage(message => message is T wanted && (which?.Invoke(wanted) ?? true), Sec(20));

    private static T FishRequest<T>(TestProbe probe, Func<T, bool>? which = null)
        where T : IJournalRequest =>
        (T)Fish<JournalRequest>(probe, message => message.Request is T wanted && (which?.Invoke(wanted) ?? true)).Request;

    /// <summary>Nothing of the kind has come so far.</summary>
    private void AssertNone<T>(TestProbe probe, Func<T, bool>? which = null)
    {
        Settle(_node);
        while (probe.HasMessages)
        {
            var message = probe.ReceiveOne(TimeSpan.Zero);
            var inner = message is JournalRequest request ? request.Request : message;
            Assert.False(inner is T wanted && (which?.Invoke(wanted) ?? true), $"{inner}");
        }
    }

    private CoordinatorSettings Open(GrantedOffice office) => new()
    {
        Options = new RoundOptions
        {
            Run = new RunId("run"), Sync = SyncMode.Gradients, SyncEvery = 5, Replicas = 4, TargetStep = 1_000, RoundTime = TimeSpan.Zero,
            RejoinTimeout = Sec(60),
        },
        Configuration = new RunConfiguration { Family = "mixture", Data = "ring8", Replicas = 4 },
        DataSha256 = Task.FromResult("da7a"),
        Kernels = "whole numbers",
        Data = _planes.Open(),
        Observer = new RecordingObserver(),
        Secret = [],
        Office = new CoordinatorOffice(
            office.Number, JournalledRun.Of(office.Rows).Rounds, JournalledRun.Of(office.Rows).Last, new RunPosition(0, 0, 1), 0, Journal: null)
        {
            Run = JournalledRun.Of(office.Rows),
        },
        Completion = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously),
        Note = _ => { },
        Time = Time,
    };
}
