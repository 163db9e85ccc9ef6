using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Core.Tests.Workers;

public class WorkerInterpreterSpecs
{
    private static readonly WorkerId Self = new("w1");
    private readonly RecordingWorkerEffects _effects = new();
    private readonly WorkerInterpreter _worker;

    public WorkerInterpreterSpecs() => _worker = new WorkerInterpreter(Self, new HeldVersion(30), new WorkerOptions(), _effects);

    [Fact]
    public void An_idle_worker_says_every_second_where_it_stands()
    {
        Tick(0, "joined w1 step 30", "wake at 1");
        Tick(0.5, "wake at 1");
        Tick(1, "joined w1 step 30", "wake at 2");
    }

    [Fact]
    public void A_round_from_its_assignment_to_its_commit()
    {
        Tick(0, "joined w1 step 30", "wake at 1");
        Told(0.5, Assigned(4, 1, 30), "compute 4.1");
        Tick(1, "wake at 2");
        Ended(1.5, Report(4, 1), "report 4.1", "wake at 3.5");
        Tick(3.5, "report 4.1", "wake at 5.5");
        Told(4, Commit(4, 1, 40), "commit 4.1 step 40", "wake at 4.1");
        Told(4.1, Commit(4, 1, 40));

        Assert.Equal(40, _worker.Step);
        Tick(4.1, "joined w1 step 40", "wake at 5.1");
    }

    [Fact]
    public void It_says_what_its_version_tells_of_the_round_after_it()
    {
        var worker = new WorkerInterpreter(Self, new HeldVersion(30, Every: 4), new WorkerOptions(), _effects, Report(4, 1) with { Every = 8 });
        Assert.Equal(4, Told());

        worker.Handle(Sec(1), Commit(4, 1, 40));
        Assert.Equal(8, Told());

        worker.Handle(Sec(2), new LoadVersion(50, new WorkerId("w2")));
        worker.Handle(Sec(3), new LoadEnded(50, Every: 2));
        Assert.Equal(2, Told());

        int Told()
        {
            worker.Announce(Sec(4));
            return _effects.Said.OfType<WorkerJoined>().Last().Every;
        }
    }

    [Fact]
    public void One_that_another_coordinator_lets_in_says_what_it_holds_as_well()
    {
        _worker.Announce(Sec(1));
        Assert.Equal(["joined w1 step 30"], _effects.Flush());
        Hold(4, 1);

        _worker.Announce(Sec(3));

        Assert.Equal(["joined w1 step 30", "report 4.1", "wake at 5"], _effects.Flush());
    }

    [Fact]
    public void One_that_begins_with_a_result_says_it_and_commits_it()
    {
        var worker = new WorkerInterpreter(Self, new HeldVersion(30), new WorkerOptions(), _effects, Report(4, 1));

        worker.Tick(Sec(0));
        worker.Handle(Sec(1), Assigned(4, 1, 30));
        worker.Handle(Sec(1), Commit(4, 1, 40));

        Assert.Equal(["report 4.1", "wake at 2", "commit 4.1 step 40", "wake at 1.1"], _effects.Flush());
        Assert.Equal(1, worker.Refused);
    }

    [Fact]
    public void An_assignment_implies_the_commit_before_it()
    {
        Hold(4, 1);

        Told(2, Assigned(5, 1, 40, Commit(4, 1, 40)), "commit 4.1 step 40", "compute 5.1");
    }

    [Fact]
    public void A_commit_of_what_is_not_held_changes_nothing()
    {
        Told(1, Commit(4, 1, 40));
        Hold(4, 2);

        Told(2, Commit(4, 1, 40));

        Assert.Equal(30, _worker.Step);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(4, 1)]
    [InlineData(3, 9)]
    public void A_stale_or_repeated_assignment_is_refused(long round, int attempt)
    {
        Told(1, Assigned(4, 2, 30), "compute 4.2");

        Told(2, Assigned(round, attempt, 30));

        Assert.Equal(1, _worker.Refused);
    }

    [Fact]
    public void An_assignment_from_another_version_is_refused_and_the_own_step_said()
    {
        Told(1, Assigned(5, 1, 40, Commit(4, 1, 40)), "joined w1 step 30", "wake at 2");

        Assert.Equal(1, _worker.Refused);
    }

    [Fact]
    public void A_term_that_has_begun_ends_what_is_computed_for_an_earlier_one_and_refuses_the_rest()
    {
        Told(1, Assigned(4, 1, 30), "compute 4.1");
        Told(2, TermBegins(5), "fence 0.0: term 5 has begun");
        Broken(2.5, 4, 1, "broken 4.1", "joined w1 step 30", "wake at 3.5");

        Told(3, Assigned(4, 2, 30));
        Assert.Equal(1, _worker.Refused);
        var later = Assigned(4, 1, 30);
        Told(4, later with { Id = later.Id with { Term = Term.Of(5) } }, "compute 4.1");
    }

    /// <summary>Found by seed 23823 of three workers: the word that term 5 has begun was lost, and a coordinator of term 1 woke.</summary>
    [Fact]
    public void An_assignment_that_is_refused_tells_of_its_term_all_the_same()
    {
        var later = Assigned(5, 1, 40);
        Told(1, later with { Id = later.Id with { Term = Term.Of(5) } }, "joined w1 step 30", "wake at 2");

        Told(2, Assigned(4, 1, 30));

        Assert.Equal(2, _worker.Refused);
    }

    [Fact]
    public void A_commit_of_a_later_term_ends_what_is_computed_for_an_earlier_one()
    {
        Told(1, Assigned(4, 1, 30), "compute 4.1");

        var later = Commit(4, 1, 40);
        Told(2, later with { Id = later.Id with { Term = Term.Of(5) } }, "fence 0.0: round 4 attempt 1 (term 5) is of a later term");
    }

    [Fact]
    public void A_result_outlives_the_term_that_it_was_made_in_for_it_may_be_committed()
    {
        Hold(4, 1);
        Told(3, TermBegins(5), "fence 0.0: term 5 has begun");
        Tick(4, "report 4.1", "wake at 6");

        Told(5, Commit(4, 1, 40), "commit 4.1 step 40", "wake at 5.1");
    }

    [Fact]
    public void The_next_attempt_ends_the_one_before()
    {
        Told(1, Assigned(4, 1, 30), "compute 4.1");
        Told(2, Assigned(4, 2, 30), "fence 4.1: round 4 attempt 2 (term 1) has begun", "compute 4.2");

        Broken(3, 4, 1);
        Ended(3, Report(4, 1));
        Ended(4, Report(4, 2), "report 4.2", "wake at 6");
    }

    [Fact]
    public void The_next_attempt_voids_a_result_that_was_not_committed()
    {
        Hold(4, 1);
        Told(2, Assigned(4, 2, 30), "compute 4.2");

        Told(3, Commit(4, 1, 40));
    }

    [Fact]
    public void A_break_is_told_and_the_worker_stands_by()
    {
        Told(1, Assigned(4, 1, 30), "compute 4.1");

        Broken(2, 4, 1, "broken 4.1", "joined w1 step 30", "wake at 3");
    }

    [Fact]
    public void Word_that_the_sum_is_not_finite_is_said_until_something_newer_comes_and_never_committed()
    {
        Told(1, Assigned(4, 1, 30), "compute 4.1");
        var diverged = new NotFinite(Id(4, 1), Self, new Divergence(33, NetworkKind.Generator, DivergedPart.Gradient));
        _worker.Handle(Sec(2), new ComputeEnded(Id(4, 1), diverged));
        Assert.Equal(["not finite 4.1", "wake at 4"], _effects.Flush());
        Tick(4, "not finite 4.1", "wake at 6");

        Told(5, Commit(4, 1, 40));
        Assert.Equal(30, _worker.Step);

        Told(5, Fence(4, 1), "fence 4.1: over", "joined w1 step 30", "wake at 6");
    }

    [Fact]
    public void A_fence_frees_a_worker_that_computes_and_voids_what_comes_of_it()
    {
        Told(1, Assigned(4, 1, 30), "compute 4.1");
        Told(2, Fence(4, 1), "fence 4.1: over");
        Told(2, Fence(4, 1));

        Ended(3, Report(4, 1), "joined w1 step 30", "wake at 4");
        Told(4, Commit(4, 1, 40));
        Told(4, Assigned(4, 1, 30));
    }

    [Fact]
    public void A_fence_voids_a_result_of_its_round()
    {
        Hold(4, 1);

        Told(2, Fence(4, 2), "fence 4.2: over", "joined w1 step 30", "wake at 3");

        Told(3, Commit(4, 1, 40));
        Told(4, Assigned(4, 2, 30));
        Told(5, Assigned(4, 3, 30), "compute 4.3");
    }

    [Fact]
    public void A_fence_of_the_next_round_leaves_a_result_that_may_be_the_version()
    {
        Hold(4, 1);
        Told(2, Fence(5, 1), "fence 5.1: over");
        Tick(4, "report 4.1", "wake at 6");

        Told(5, Fence(4, 1), "joined w1 step 30", "wake at 6");
        Told(6, Commit(4, 1, 40));
    }

    [Fact]
    public void A_fence_of_the_next_round_does_not_prevent_the_commit()
    {
        Hold(4, 1);
        Told(2, Fence(5, 1), "fence 5.1: over");

        Told(3, Commit(4, 1, 40), "commit 4.1 step 40", "wake at 3.1");
        Told(4, Assigned(5, 1, 40));
        Told(5, Assigned(5, 2, 40), "compute 5.2");
    }

    [Fact]
    public void A_version_is_loaded_and_then_said()
    {
        Told(1, new LoadVersion(40, new WorkerId("w2")), "load step 40 from w2");
        Tick(1.5, "wake at 2.5");
        Told(2, Assigned(5, 1, 40));
        Told(2, new LoadVersion(50, new WorkerId("w3")));

        _worker.Handle(Sec(3), new LoadEnded(40));

        Assert.Equal(["joined w1 step 40", "wake at 4"], _effects.Flush());
        Assert.Equal((40, 2), (_worker.Step, _worker.Refused));
        Told(4, Assigned(5, 2, 40), "compute 5.2");
    }

    [Fact]
    public void A_load_that_fails_leaves_the_version_as_it_was()
    {
        Told(1, new LoadVersion(40, new WorkerId("w2")), "load step 40 from w2");

        _worker.Handle(Sec(3), new LoadEnded(null));

        Assert.Equal(["joined w1 step 30", "wake at 4"], _effects.Flush());
    }

    [Fact]
    public void A_version_that_is_not_newer_is_not_loaded()
    {
        Told(1, new LoadVersion(30, new WorkerId("w2")));
        Told(1, new LoadVersion(20, new WorkerId("w2")));

        Assert.Equal(2, _worker.Refused);
    }

    [Fact]
    public void A_load_voids_what_is_computed_or_held()
    {
        Told(1, Assigned(4, 1, 30), "compute 4.1");
        Told(2, new LoadVersion(40, new WorkerId("w2")), "fence 4.1: a newer version is loaded", "load step 40 from w2");
        Ended(3, Report(4, 1));

        _worker.Handle(Sec(4), new LoadEnded(40));
        _effects.Flush();

        Told(5, Commit(4, 1, 40));
    }

    private static TimeSpan Sec(double seconds) => TimeSpan.FromSeconds(seconds);

    private static AttemptId Id(long round, int attempt) => new(new RunId("run"), 1, round, attempt);

    private static RoundAssignment Assigned(long round, int attempt, long first, Committed? last = null) =>
        new(Id(round, attempt), round - 1, new StepSpan(first, 10), [new ReplicaRange(0, 4)], [Self], last);

    private static Committed Commit(long round, int attempt, long step) => new(Id(round, attempt), round, step, default);

    private static AttemptFenced Fence(long round, int attempt) => new(Id(round, attempt), "over");

    private static AttemptFenced TermBegins(long office) =>
        new(AttemptId.Before(new RunId("run"), Term.Of(office)), $"term {office} has begun");

    private static Combined Report(long round, int attempt) => new(Id(round, attempt), Self, default, [], [], 1, 40);

    private void Hold(long round, int attempt)
    {
        _worker.Handle(Sec(1), Assigned(round, attempt, 30));
        _worker.Handle(Sec(2), new ComputeEnded(Id(round, attempt), Report(round, attempt)));
        _effects.Flush();
    }

    private void Tick(double at, params string[] lines)
    {
        _worker.Tick(Sec(at));
        Assert.Equal(lines, _effects.Flush());
    }

    private void Told(double at, IWorkerOrder command, params string[] lines)
    {
        _worker.Handle(Sec(at), command);
        Assert.Equal(lines, _effects.Flush());
    }

    private void Ended(double at, Combined report, params string[] lines)
    {
        _worker.Handle(Sec(at), new ComputeEnded(report.Id, report));
        Assert.Equal(lines, _effects.Flush());
    }

    private void Broken(double at, long round, int attempt, params string[] lines)
    {
        _worker.Handle(
            Sec(at), new ComputeEnded(Id(round, attempt), null, new ExchangeBroken(Id(round, attempt), Self, 30, "reset")));
        Assert.Equal(lines, _effects.Flush());
    }
}
