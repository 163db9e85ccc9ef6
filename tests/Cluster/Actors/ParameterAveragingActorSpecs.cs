using System.Collections.Immutable;
using Akka.Actor;
using Akka.TestKit;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Actors;

public sealed class ParameterAveragingActorSpecs : ActorSpecs
{
    private static readonly WorkerId One = new("worker-1");
    private static readonly WorkerId Two = new("worker-2");
    private readonly MemoryPlanes _planes = new();
    private readonly MemoryPlanes.Plane _plane;
    private readonly TestProbe _coordinator;
    private readonly TestProbe _recorder;
    private readonly TestProbe _one;
    private readonly TestProbe _two;
    private readonly IActorRef _averaging;

    public ParameterAveragingActorSpecs()
    {
        (_plane, _coordinator, _recorder) = (_planes.Open(), CreateTestProbe(), CreateTestProbe());
        (_one, _two) = (CreateTestProbe("worker-1"), CreateTestProbe("worker-2"));
        var (plane, recorder, time) = (_plane, _recorder.Ref, Time);
        _averaging = _coordinator.ChildActorOf(Props.Create(() => new ParameterAveragingActor(plane, recorder, time, ActorRefs.Nobody, null)));
    }

    [Fact]
    public void A_worker_hears_of_a_commit_before_the_assignment_that_builds_on_it_from_one_sender()
    {
        Open(round: 1);
        var first = Ordered<RoundAssignment>(_one);
        Assert.Equal(["data:1", "data:2"], first.Where.Select(at => at.Data.ToString()));
        Assert.Null(((RoundAssignment)first.Order).Last);
        Ordered<RoundAssignment>(_two);
        Report(_one, One, round: 1);
        Report(_two, Two, round: 1);
        var commit = Assert.IsType<AttemptCommitted>(_coordinator.ExpectMsg<Averaging.Ended>().How);

        Open(round: 2);

        Assert.Equal(commit.Commit, Ordered<Committed>(_one).Order);
        Assert.Equal(commit.Commit, ((RoundAssignment)Ordered<RoundAssignment>(_one).Order).Last);
        Assert.Equal(_averaging, _one.LastSender);
        Assert.Equal([One, Two], commit.Record.Reports.Select(r => r.Worker));
    }

    [Fact]
    public void A_silent_participant_is_given_up_at_the_deadline_and_all_are_told()
    {
        Open(round: 1);
        Ordered<RoundAssignment>(_one);
        Ordered<RoundAssignment>(_two);
        Pass(Sec(8), _averaging);
        Say(_one, new RoundProgress(Id(1), One, 1));
        Pass(Sec(1.75), _averaging);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);

        Pass(Sec(0.5), _averaging);

        var abandoned = Assert.IsType<AttemptAbandoned>(_coordinator.ExpectMsg<Averaging.Ended>().How);
        Assert.Equal(Two, Assert.IsType<AttemptFault.OfWorker>(abandoned.Fault).Worker);
        Assert.Equal(Id(1), ((AttemptFenced)Ordered<AttemptFenced>(_one).Order).Id);
        Assert.Equal(Id(1), ((AttemptFenced)Ordered<AttemptFenced>(_two).Order).Id);
    }

    [Fact]
    public void An_attempt_that_the_coordinator_ends_is_fenced_once()
    {
        Open(round: 1);
        Ordered<RoundAssignment>(_one);

        _averaging.Tell(new Averaging.End(new EndAttempt(Id(1), "worker-2 is lost")), _coordinator);
        _averaging.Tell(new Averaging.End(new EndAttempt(Id(1), "again")), _coordinator);

        Assert.Equal("worker-2 is lost", ((AttemptFenced)Ordered<AttemptFenced>(_one).Order).Reason);
        Assert.IsType<AttemptFault.Ended>(
            Assert.IsType<AttemptAbandoned>(_coordinator.ExpectMsg<Averaging.Ended>().How).Fault);
        Settle(_averaging);
        _one.ExpectNoMsg(TimeSpan.Zero);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void What_is_said_in_a_worker_s_name_by_another_actor_does_not_count()
    {
        Open(round: 1);
        Report(_one, One, round: 1);
        Report(_one, Two, round: 1);
        var other = CreateTestProbe();
        Report(other, Two, round: 1);

        AwaitRefusals(2);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void What_comes_twice_or_late_is_refused_and_answered()
    {
        Open(round: 1);
        Ordered<RoundAssignment>(_one);
        Report(_one, One, round: 1);
        Report(_one, One, round: 1);
        AwaitRefusals(1);
        Report(_two, Two, round: 1);
        Ordered<Committed>(_one);

        Report(_one, One, round: 1);
        Assert.Equal(Id(1), ((Committed)Ordered<Committed>(_one).Order).Id);
        Open(round: 2);
        Ordered<RoundAssignment>(_one);

        Say(_one, new RoundProgress(Id(0), One, 1));

        Assert.Equal(Id(0), ((AttemptFenced)Ordered<AttemptFenced>(_one).Order).Id);
        AwaitRefusals(2);
    }

    [Fact]
    public void A_late_piece_of_an_abandoned_attempt_gets_into_no_other_report()
    {
        var (first, second) = (Pieces(Id(1)), Pieces(Id(1) with { Attempt = 2 }));
        Open(round: 1);
        _averaging.Tell(first[0], _one);
        _averaging.Tell(new Averaging.End(new EndAttempt(Id(1), "worker-2 is lost")), _coordinator);
        _coordinator.ExpectMsg<Averaging.Ended>();
        _averaging.Tell(Opened(Id(1) with { Attempt = 2 }, One), _coordinator);

        _averaging.Tell(second[1], _one);
        _averaging.Tell(first[0], _one);
        _averaging.Tell(second[0], _one);

        var record = Assert.IsType<AttemptCommitted>(_coordinator.ExpectMsg<Averaging.Ended>().How).Record;
        var rows = Assert.Single(record.Reports).Contributions;
        Assert.Equal(Rows, rows.Length);
        Assert.All(rows, row => Assert.Equal(2, row.Attempt));
    }

    [Fact]
    public void A_lagging_worker_is_told_where_the_version_is()
    {
        _averaging.Tell(new Averaging.Heal(Who(One, _one), Who(Two, _two), Step: 40, Course: 3), _coordinator);

        var order = Ordered<LoadVersion>(_one);

        Assert.Equal(new LoadVersion(40, Two, Course: 3), order.Order);
        Assert.Equal(new WorkerAddress(Two, new Endpoint("data", 2)), Assert.Single(order.Where));
    }

    [Fact]
    public void A_copy_is_brought_to_the_coordinator()
    {
        var version = new VersionSnapshot(40, []);
        var source = _planes.Open();
        source.Offer((_, _, _) => Task.FromResult<VersionSnapshot?>(version));

        _averaging.Tell(Copy(source.Endpoint), _coordinator);

        Assert.Same(version, _coordinator.ExpectMsg<Averaging.Copied>().Version);
    }

    [Fact]
    public void A_copy_that_can_not_be_had_is_told_with_the_reason()
    {
        _averaging.Tell(Copy(new Endpoint("nowhere", 1)), _coordinator);

        Assert.Contains("does not hold step 40", _coordinator.ExpectMsg<Averaging.NotCopied>().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_does_not_come_is_given_up_after_a_minute()
    {
        var asked = new TaskCompletionSource();
        var source = _planes.Open();
        source.Offer((_, _, stop) =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, stop).ContinueWith<VersionSnapshot?>(
                _ => null, stop, TaskContinuationOptions.None, TaskScheduler.Default);
        });
        _averaging.Tell(Copy(source.Endpoint), _coordinator);
        await asked.Task.WaitAsync(Sec(20));

        Pass(Sec(59), _averaging);
        _coordinator.ExpectNoMsg(TimeSpan.Zero);
        Pass(Sec(2), _averaging);

        _coordinator.ExpectMsg<Averaging.NotCopied>();
    }

    [Fact]
    public void What_is_no_word_about_an_attempt_is_not_for_it()
    {
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled, typeof(Akka.Event.UnhandledMessage));

        _averaging.Tell(new WorkerEvent(new WorkerJoined(One, 0)), _one);

        Assert.IsType<WorkerEvent>(unhandled.ExpectMsg<Akka.Event.UnhandledMessage>().Message);
    }

    private const int Rows = 1_200;

    private static AttemptId Id(long round) => new(new RunId("run"), 1, round, 1);

    private static Participant Who(WorkerId id, TestProbe probe) =>
        new(id, probe, new Endpoint("data", int.Parse(id.Value[^1..], System.Globalization.CultureInfo.InvariantCulture)));

    private static Averaging.Copy Copy(Endpoint from) => new(
        new Participant(One, ActorRefs.Nobody, from),
        Step: 40,
        SnapshotPurpose.Evaluate,
        RunState.StartingAt(TimeSpan.Zero, 1, 40, 4, 5));

    private static Combined Combined(AttemptId id, WorkerId worker, int rows = 0) => new(
        id,
        worker,
        new Hash128(1, 2),
        [.. Enumerable.Range(0, rows).Select(r => new Contribution(id.Round, r, id.Attempt, worker.Value, r, 1, 0, new string('1', 80)))],
        [.. Enumerable.Range(0, rows).Select(r => new ReplicaStatistics(r, 1, 1, 1, 1))],
        1,
        10);

    private static ImmutableArray<ReportPiece> Pieces(AttemptId id)
    {
        var pieces = ReportPieces.Cut(Combined(id, One, Rows));
        Assert.Equal(2, pieces.Length);
        return pieces;
    }

    private Averaging.Open Opened(AttemptId id, params WorkerId[] workers) => new(
        new Attempt(
            id,
            id.Round - 1,
            new StepSpan((id.Round - 1) * 10, 10),
            workers.Select((w, i) => (Worker: w, Range: new ReplicaRange(i, 1)))
                .ToImmutableSortedDictionary(w => w.Worker, w => ImmutableArray.Create(w.Range)),
            Sec(10)),
        [.. workers.Select(w => Who(w, w == One ? _one : _two))]);

    private void Open(long round) => _averaging.Tell(Opened(Id(round), One, Two), _coordinator);

    private void Report(TestProbe from, WorkerId worker, long round) =>
        _averaging.Tell(new ReportPiece(Combined(Id(round), worker), 0, 1), from);

    private void Say(TestProbe from, IAttemptEvent word) => _averaging.Tell(new WorkerEvent(word), from);

    private static WorkerOrder Ordered<T>(TestProbe worker)
        where T : IWorkerOrder => worker.FishForMessage<WorkerOrder>(order => order.Order is T);

    /// <summary>Until the record holds so many more refusals.</summary>
    private void AwaitRefusals(int count)
    {
        var observer = new RecordingObserver();
        while (observer.Refused.Count < count)
        {
            _recorder.ExpectMsg<RecorderActor.Entry>().Write(observer);
        }

        Settle(_averaging);
        Assert.Equal(count, observer.Refused.Count);
    }
}
