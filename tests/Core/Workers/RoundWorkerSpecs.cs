using System.Collections.Immutable;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Core.Tests.Workers;

public sealed class RoundWorkerSpecs : IDisposable
{
    private static readonly WorkerId Self = new("w1");
    private static readonly ImmutableArray<WorkerId> Both = [Self, new("w2")];
    private readonly FakeReplica _replica = new(new SamplePlan(4, 2, 2));
    private readonly FakeExchange _exchange;
    private readonly List<RoundProgress> _progress = [];
    private RoundWorker? _worker;
    private TimeSpan _now;

    public RoundWorkerSpecs() => _exchange = new FakeExchange(_replica.Calls);

    [Theory]
    [InlineData(1, "begin|D 0.0 r1|D 0.0 r2|sum 37|D 0.0|G 0 r1|G 0 r2|sum 21|G 0")]
    [InlineData(2, "begin|D 0.0 r1|D 0.0 r2|sum 37|D 0.0|D 0.1 r1|D 0.1 r2|sum 37|D 0.1|G 0 r1|G 0 r2|sum 21|G 0")]
    public void A_step_is_D_steps_then_a_G_step_each_after_its_sum(int dSteps, string calls)
    {
        Worker(SyncMode.Gradients, dSteps).Ran(Assigned(1, 1, new StepSpan(0, 1), new ReplicaRange(1, 2)), _progress.Add);

        Assert.Equal(calls.Split('|'), _replica.Calls);
    }

    [Fact]
    public void The_report_says_what_was_computed_and_read()
    {
        _replica.NextEvery = 7;

        var report = Worker(SyncMode.Gradients, 2).Ran(
            Assigned(1, 1, new StepSpan(0, 3), new ReplicaRange(1, 2)), _progress.Add);

        Assert.NotNull(report);
        Assert.Equal((Id(1, 1), Self, _replica.Hash(), 6L), (report.Id, report.Worker, report.Hash, report.ReplicaSteps));
        Assert.Equal(7, report.Every);
        Assert.Equal([1, 2], report.Statistics.Select(s => s.Replica));
        var plan = new SamplePlan(4, 2, 2);
        Assert.Equal(
            [(1L, 1, 1, "w1", plan.Reads(0, 3, 1).ToString()), (1L, 2, 1, "w1", plan.Reads(0, 3, 2).ToString())],
            report.Contributions.Select(c => (c.Round, c.Replica, c.Attempt, c.Worker, c.Reads)));
    }

    [Fact]
    public void Only_own_computing_is_timed()
    {
        _exchange.Waiting = _ => _now += TimeSpan.FromSeconds(100);
        var worker = Worker(SyncMode.Gradients, 2, ticking: true);

        var report = worker.Ran(Assigned(1, 1, new StepSpan(0, 1), new ReplicaRange(0, 2)), _progress.Add);

        Assert.InRange(report!.ComputeSeconds, 0.001, 1);
    }

    [Theory]
    [InlineData(2, 1, 0)]
    [InlineData(1, 3, 0)]
    [InlineData(2, 2, 0)]
    [InlineData(2, 3, 5)]
    public void A_stale_assignment_is_refused(long round, int attempt, long first)
    {
        var worker = Worker(SyncMode.Gradients);
        worker.Ran(Assigned(2, 2, new StepSpan(0, 1), new ReplicaRange(0, 4)), _progress.Add);
        var before = _replica.Calls.Count;

        Assert.Null(worker.Ran(Assigned(round, attempt, new StepSpan(first, 1), new ReplicaRange(0, 4)), _progress.Add));

        Assert.Equal(before, _replica.Calls.Count);
    }

    [Fact]
    public void A_commit_makes_the_result_the_version()
    {
        var worker = Worker(SyncMode.Gradients);
        var report = worker.Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add)!;

        Assert.True(worker.Commit(new Committed(report.Id, 1, 2, report.Hash)));

        Assert.Equal(2, _replica.Step);
        _replica.Begin();
        Assert.Equal(report.Hash, _replica.Hash());
    }

    [Fact]
    public void A_commit_of_what_is_not_held_changes_nothing()
    {
        var worker = Worker(SyncMode.Gradients);
        Assert.False(worker.Commit(new Committed(Id(1, 1), 1, 2, default)));
        worker.Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add);
        Assert.False(worker.Commit(new Committed(Id(1, 2), 1, 2, default)));
        Assert.True(worker.Commit(new Committed(Id(1, 1), 1, 2, default)));

        Assert.False(worker.Commit(new Committed(Id(1, 1), 1, 2, default)));

        Assert.Single(_replica.Calls, "commit 2");
    }

    [Fact]
    public void A_result_is_no_longer_held_once_another_attempt_has_begun()
    {
        var worker = Worker(SyncMode.Gradients);
        worker.Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add);
        _exchange.BreakNext = true;
        Assert.Throws<ExchangeBrokenException>(
            () => worker.Ran(Assigned(1, 2, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add));

        Assert.False(worker.Commit(new Committed(Id(1, 1), 1, 2, default)));
    }

    [Theory]
    [InlineData(SyncMode.Gradients)]
    [InlineData(SyncMode.Parameters)]
    public void What_an_exchange_broke_is_not_committed(SyncMode sync)
    {
        var worker = Worker(sync);
        _exchange.BreakNext = true;
        var assignment = Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 2));
        Assert.Throws<ExchangeBrokenException>(() => worker.Ran(assignment, _progress.Add));

        Assert.False(worker.Commit(new Committed(assignment.Id, 1, 2, default)));

        Assert.Equal(0, _replica.Step);
    }

    [Theory]
    [InlineData(SyncMode.Gradients)]
    [InlineData(SyncMode.Parameters)]
    public void An_attempt_after_a_broken_one_gives_the_quiet_runs_bits(SyncMode sync)
    {
        var quiet = Worker(sync).Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add)!;
        var worker = Worker(sync);
        _exchange.BreakNext = true;
        Assert.Throws<ExchangeBrokenException>(
            () => worker.Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(1, 2)), _progress.Add));

        var again = worker.Ran(
            Assigned(1, 2, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add)!;

        Assert.Equal(quiet.Hash, again.Hash);
        Assert.Equal(quiet.Contributions.Select(c => (c.Replica, c.Reads)),
            again.Contributions.Select(c => (c.Replica, c.Reads)));
    }

    [Fact]
    public void Finished_contributions_are_kept_and_only_the_lost_replicas_computed_again()
    {
        var worker = Worker(SyncMode.Parameters);
        _exchange.BreakNext = true;
        Assert.Throws<ExchangeBrokenException>(
            () => worker.Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 2)), _progress.Add));
        _replica.Calls.Clear();

        var report = worker.Ran(
            Assigned(1, 2, new StepSpan(0, 2), new ReplicaRange(0, 2), new ReplicaRange(3, 1)), _progress.Add)!;

        Assert.Equal(["local r3", "sum 58", "average"], _replica.Calls);
        Assert.Equal([0, 1, 3], report.Contributions.Select(c => c.Replica));
        Assert.Equal(2, report.ReplicaSteps);
    }

    [Fact]
    public void Contributions_are_not_kept_for_another_round_or_when_a_replica_went_elsewhere()
    {
        var worker = Worker(SyncMode.Parameters);
        var first = worker.Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 2)), _progress.Add)!;
        _replica.Calls.Clear();
        worker.Ran(Assigned(1, 2, new StepSpan(0, 2), new ReplicaRange(1, 2)), _progress.Add);
        Assert.Equal(["begin", "local r1", "local r2", "sum 58", "average"], _replica.Calls);
        worker.Commit(new Committed(Id(1, 2), 1, 2, first.Hash));
        _replica.Calls.Clear();

        worker.Ran(Assigned(2, 1, new StepSpan(2, 2), new ReplicaRange(1, 2)), _progress.Add);

        Assert.Equal(["begin", "local r1", "local r2", "sum 58", "average"], _replica.Calls);
    }

    [Fact]
    public void A_fence_in_the_middle_of_local_steps_keeps_what_is_finished_and_the_vectors()
    {
        var quiet = Worker(SyncMode.Parameters).Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add)!;
        var worker = Worker(SyncMode.Parameters);
        var assignment = Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 3));
        FenceIn(worker, assignment.Id, step: 0, replica: 1);
        _replica.Calls.Clear();

        var broken = Assert.Throws<ExchangeBrokenException>(() => worker.Ran(assignment, _progress.Add));

        Assert.Equal((assignment.Id, "w2 is lost"), (broken.Id, broken.Message));
        Assert.Equal(["begin", "local r0", "local r1", "break 1.1"], _replica.Calls);
        Assert.False(worker.Commit(new Committed(assignment.Id, 1, 2, default)));
        var (rented, reports) = (_replica.Rented, _progress.Count);
        _replica.Calls.Clear();
        var again = worker.Ran(Assigned(1, 2, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add)!;

        // The lost worker's replica comes before those that were this one's own.
        Assert.Equal(["local r3", "local r1", "local r2", "sum 58", "average"], _replica.Calls);
        Assert.Equal(quiet.Hash, again.Hash);
        Assert.Equal(6, again.ReplicaSteps);
        Assert.Equal([0, 1, 2, 3], again.Contributions.Select(c => c.Replica));
        Assert.Equal(
            quiet.Contributions.Select(c => (c.Reads, c.Digest)), again.Contributions.Select(c => (c.Reads, c.Digest)));

        // Three more contributions, one of them in the vector of the step that was fenced.
        Assert.Equal(rented + 2, _replica.Rented);
        Assert.True(_progress.Count > reports);
    }

    [Fact]
    public void A_fence_ends_older_attempts_and_no_newer_one()
    {
        var worker = Worker(SyncMode.Parameters);
        FenceIn(worker, Id(1, 1), step: 0, replica: 0);

        Assert.NotNull(worker.Ran(Assigned(1, 2, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add));

        FenceIn(worker, Id(9, 1), step: 1, replica: 3);
        Assert.Throws<ExchangeBrokenException>(
            () => worker.Ran(Assigned(1, 3, new StepSpan(0, 2), new ReplicaRange(3, 1)), _progress.Add));
    }

    [Fact]
    public void A_fence_that_comes_late_lowers_none()
    {
        var worker = Worker(SyncMode.Gradients);
        worker.EndAttempt(Id(1, 2), "w2 is lost");
        worker.EndAttempt(Id(1, 1), "late");

        var broken = Assert.Throws<ExchangeBrokenException>(
            () => worker.Ran(Assigned(1, 2, new StepSpan(0, 5), new ReplicaRange(0, 4)), _progress.Add));

        Assert.Equal("w2 is lost", broken.Message);
    }

    [Fact]
    public async Task Of_fences_that_come_at_once_the_newest_stands()
    {
        for (var round = 1; round <= 100; round++)
        {
            var worker = Worker(SyncMode.Gradients);
            await Task.WhenAll(Enumerable.Range(1, 8).Select(n => Task.Run(() => worker.EndAttempt(Id(1, n), $"{n}"))));

            var broken = Assert.Throws<ExchangeBrokenException>(
                () => worker.Ran(Assigned(1, 8, new StepSpan(0, 5), new ReplicaRange(0, 4)), _progress.Add));
            Assert.Equal("8", broken.Message);
        }
    }

    [Fact]
    public void What_came_of_an_attempt_is_held_until_its_commit_or_the_next()
    {
        var worker = Worker(SyncMode.Gradients);
        Assert.Null(worker.Held);
        var first = worker.Ran(Assigned(1, 1, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add)!;
        Assert.Same(first, worker.Held);

        _exchange.BreakNext = true;
        Assert.Throws<ExchangeBrokenException>(
            () => worker.Ran(Assigned(1, 2, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add));
        Assert.Null(worker.Held);

        var third = worker.Ran(Assigned(1, 3, new StepSpan(0, 2), new ReplicaRange(0, 4)), _progress.Add)!;
        Assert.Same(third, worker.Held);
        Assert.True(worker.Commit(new Committed(third.Id, 1, 2, third.Hash)));
        Assert.Null(worker.Held);
    }

    [Theory]
    [InlineData(SyncMode.Gradients)]
    [InlineData(SyncMode.Parameters)]
    public void A_fenced_attempt_ends_at_its_next_step(SyncMode sync)
    {
        var worker = Worker(sync);
        worker.EndAttempt(Id(1, 1), "over");

        Assert.Throws<ExchangeBrokenException>(
            () => worker.Ran(Assigned(1, 1, new StepSpan(0, 5), new ReplicaRange(0, 4)), _progress.Add));

        Assert.Equal(sync == SyncMode.Gradients ? 1 : 0, _replica.Calls.Count(c => c is "G 0"));
        Assert.DoesNotContain(_replica.Calls, c => c is "G 1" or "local r1");
    }

    [Fact]
    public void Progress_comes_at_most_twice_a_second_also_while_waiting()
    {
        var worker = Worker(SyncMode.Gradients);
        _exchange.Waiting = beat =>
        {
            _now += TimeSpan.FromSeconds(0.3);
            beat();
        };

        worker.Ran(Assigned(1, 1, new StepSpan(0, 5), new ReplicaRange(0, 4)), _progress.Add);

        // One at the start. Ten sums of 0.3 s: a beat at every second one, which is a step's second.
        Assert.Equal([0, 0, 1, 2, 3, 4], _progress.Select(p => p.StepsDone));
        Assert.All(_progress, p => Assert.Equal((Id(1, 1), Self), (p.Id, p.Worker)));
    }

    public void Dispose()
    {
        _worker?.Dispose();
        _replica.Dispose();
    }

    private static AttemptId Id(long round, int attempt) => new(new RunId("run"), 1, round, attempt);

    private static RoundAssignment Assigned(long round, int attempt, StepSpan steps,
        params ImmutableArray<ReplicaRange> ranges) =>
        new(Id(round, attempt), round - 1, steps, ranges, Both);

    private void FenceIn(RoundWorker worker, AttemptId id, long step, int replica) => _replica.InLocalStep = (s, r) =>
    {
        if ((s, r) == (step, replica))
        {
            _replica.InLocalStep = (_, _) => { };
            worker.EndAttempt(id, "w2 is lost");
        }
    };

    [Fact]
    public void Before_local_steps_begin_gradients_are_combined_whatever_the_mode()
    {
        var worker = Worker(SyncMode.Parameters, localFrom: 0.5);

        worker.Ran(Assigned(1, 1, new StepSpan(0, 1), new ReplicaRange(1, 1)), _progress.Add);

        Assert.Equal(["begin", "D 0.0 r1", "sum 37", "D 0.0", "G 0 r1", "sum 21", "G 0"], _replica.Calls);
    }

    private RoundWorker Worker(SyncMode sync, int dSteps = 1, bool ticking = false, double localFrom = 0)
    {
        _worker?.Dispose();
        var configuration = new RunConfiguration { Family = "fake", Data = "none", Replicas = 4, Sync = sync, DSteps = dSteps, LocalFrom = localFrom };
        return _worker = new RoundWorker(
            Self, _replica, _exchange, configuration, () => ticking ? _now += TimeSpan.FromMilliseconds(1) : _now);
    }
}
