using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Hashing;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Cluster.Tests.Actors;

/// <summary>A coordinator whose process is not the run's first: rounds 1 and 2 are in its journal.</summary>
public sealed class OfficeSpecs : ActorSpecs
{
    private static readonly WorkerId Waiting = new("worker-3");
    private static readonly ImmutableArray<byte> Nonce = [.. Enumerable.Repeat((byte)1, Protocol.NonceBytes)];
    private readonly MemoryPlanes _planes = new();
    private readonly TaskCompletionSource<RunOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HeldJournal _journal = new();

    [Fact]
    public void A_node_that_waited_keeps_its_names_and_another_gets_a_new_one()
    {
        var coordinator = Start();

        var (_, kept) = Admit(coordinator, "n1", Waiting);
        var (_, taken) = Admit(coordinator, "n2", Waiting);
        var (_, anew) = Admit(coordinator, "n3");

        Assert.Equal((Waiting, new WorkerId("worker-9"), new WorkerId("worker-10")), (kept, taken, anew));
    }

    [Fact]
    public void A_worker_hears_first_that_the_term_has_begun_and_goes_on_from_the_version_that_it_holds()
    {
        var worker = Join(Start(), "n1", Waiting, step: 20);

        var begun = Assert.IsType<AttemptFenced>(worker.ExpectMsg<WorkerOrder>().Order);
        var assignment = Assert.IsType<RoundAssignment>(worker.ExpectMsg<WorkerOrder>().Order);

        Assert.Equal((AttemptId.Before(new RunId("run"), Term.Of(4)), "term 4 has begun"), (begun.Id, begun.Reason));
        Assert.Equal((20L, 2L, 3L, Term.Of(4)), (assignment.Steps.First, assignment.Version, assignment.Id.Round, assignment.Id.Term));
    }

    [Fact]
    public void Nobody_is_told_of_a_commit_before_the_journal_has_the_round()
    {
        var worker = Join(Start(), "n1", Waiting, step: 20);
        worker.ExpectMsg<WorkerOrder>();
        var assignment = (RoundAssignment)worker.ExpectMsg<WorkerOrder>().Order;
        worker.LastSender.Tell(
            new ReportPiece(new Combined(assignment.Id, Waiting, new Hash128(3, 3), [], [], 1, 1), 0, 1), worker);

        Assert.Equal(3, Assert.IsType<RoundRecord>(_journal.Begun.Take(Deadline())).Id.Round);
        worker.ExpectNoMsg(TimeSpan.Zero);
        _journal.Go.Set();
        Assert.Equal(3, Assert.IsType<Committed>(worker.ExpectMsg<WorkerOrder>().Order).Id.Round);
    }

    [Fact]
    public async Task A_journal_that_can_t_be_written_is_the_run_s_end()
    {
        _journal.Failure = new IOException("no space left");
        var worker = Join(Start(), "n1", Waiting, step: 20);
        worker.ExpectMsg<WorkerOrder>();
        var assignment = (RoundAssignment)worker.ExpectMsg<WorkerOrder>().Order;
        _journal.Go.Set();

        worker.LastSender.Tell(
            new ReportPiece(new Combined(assignment.Id, Waiting, new Hash128(3, 3), [], [], 1, 1), 0, 1), worker);

        Assert.Same(_journal.Failure, await Assert.ThrowsAsync<IOException>(() => _outcome.Task.WaitAsync(Sec(20))));
    }

    [Fact]
    public async Task Without_a_worker_that_holds_it_rounds_are_computed_again_and_held_to_their_hashes()
    {
        var worker = Join(Start(), "n1", Waiting, step: 0);
        worker.ExpectMsg<WorkerOrder>();
        var first = (RoundAssignment)worker.ExpectMsg<WorkerOrder>().Order;
        Assert.Equal((0L, 1L), (first.Steps.First, first.Id.Round));

        worker.LastSender.Tell(
            new ReportPiece(new Combined(first.Id, Waiting, new Hash128(7, 7), [], [], 1, 1), 0, 1), worker);

        var outcome = await _outcome.Task.WaitAsync(Sec(20));
        Assert.Contains(
            "what was committed as 00000000000000010000000000000001 came out as ",
            outcome.Reason,
            StringComparison.Ordinal);
        Assert.Empty(_journal.Begun);
    }

    protected override void AfterAll()
    {
        _journal.Go.Set();
        base.AfterAll();
    }

    private static CancellationToken Deadline() => new CancellationTokenSource(Sec(20)).Token;

    private IActorRef Start()
    {
        var options = new RoundOptions
        {
            Run = new RunId("run"),
            Sync = SyncMode.Gradients,
            SyncEvery = 5,
            Replicas = 4,
            TargetStep = 1_000,
            RoundTime = TimeSpan.Zero,
            RejoinTimeout = Sec(60),
        };
        var settings = new CoordinatorSettings
        {
            Options = options,
            Configuration = new RunConfiguration { Family = "mixture", Data = "ring8", Replicas = 4 },
            DataSha256 = Task.FromResult("da7a"),
            Kernels = "whole numbers",
            Data = _planes.Open(),
            Observer = new RecordingObserver(),
            Secret = [],
            Office = new CoordinatorOffice(
                Number: 4, [Round(1), Round(2)], Last: null, new RunPosition(0, 0, 1), Named: 7, _journal),
            Completion = _outcome,
            Note = _ => { },
            Time = Time,
        };
        return Sys.ActorOf(Props.Create(() => new CoordinatorActor(settings)));
    }

    private static CommittedVersion Round(long round) => new(
        new RunPosition(round * 10, round, round + 1),
        new StepSpan((round - 1) * 10, 10),
        new Hash128((ulong)round, (ulong)round));

    private (TestProbe Node, WorkerId Worker) Admit(IActorRef coordinator, string key, params WorkerId[] names)
    {
        var node = CreateTestProbe();
        coordinator.Tell(new NodeJoining(key, Protocol.Version, Workers: 1, ConfigurationHash: "", Nonce), node);
        var nonce = node.ExpectMsg<AdmissionChallenge>().Nonce;
        coordinator.Tell(new AdmissionProof(key, Admission.NodeMac([], nonce, key), [.. names]), node);
        return (node, Assert.Single(node.ExpectMsg<NodeAdmitted>().Workers));
    }

    private TestProbe Join(IActorRef coordinator, string key, WorkerId name, long step)
    {
        var (node, _) = Admit(coordinator, key, name);
        coordinator.Tell(new ProbeDone(key, [default], "whole numbers", "da7a", _planes.Open().Endpoint, Metrics: ""), node);
        node.ExpectMsg<NodeWelcome>();
        var worker = CreateTestProbe();
        Settle(coordinator);
        coordinator.Tell(new WorkerEvent(new WorkerJoined(name, step)), worker);
        return worker;
    }

    /// <summary>Writes when it may.</summary>
    private sealed class HeldJournal : IRoundJournal
    {
        public System.Collections.Concurrent.BlockingCollection<RoundRecord> Begun { get; } = [];

        public ManualResetEventSlim Go { get; } = new();

        public Exception? Failure { get; set; }

        public void Write(RoundRecord record)
        {
            Begun.Add(record);
            Go.Wait(Sec(20));
            if (Failure is { } failure)
            {
                throw failure;
            }
        }
    }
}
