using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class HealingSpecs
{
    private const string Opens = "round 4 attempt 1 (term 1): steps 30 to 39 over 1 of 1 workers";

    [Fact]
    public void A_lagging_worker_loads_the_version_from_one_that_holds_it()
    {
        var heal = Decides<Decision.HealWorker>("w1 holds step 20 of 30, w2 has it all", Idle(Lagging(1), Ready(2)));

        Assert.Equal((W(1), W(2)), (heal.Worker, heal.Source));
    }

    [Fact]
    public void Opening_waits_for_it_and_then_includes_it()
    {
        var healing = Idle(Ready(1), Lagging(2)).Take(Sec(100), Options);
        Assert.Equal(Sec(102), Decides<Decision.Wait>("w2 is healing", healing, at: 100).Until);

        var healed = healing.With(new WorkerJoined(W(2), 30));

        Assert.Null(healed.Workers[W(2)].HealingSince);
        Decides<Decision.OpenAttempt>("round 4 attempt 1 (term 1): steps 30 to 39 over 2 of 2 workers", healed, at: 101);
    }

    [Fact]
    public void Opening_waits_no_longer_than_the_heal_timeout_and_tells_it_again_later()
    {
        var healing = Idle(Ready(1), Lagging(2, Sec(100)));

        Decides<Decision.Wait>("w2 is healing", healing, at: 101.9);
        Decides<Decision.OpenAttempt>(Opens, healing, at: 102);
        Decides<Decision.OpenAttempt>(Opens, healing, at: 159.9);
        Decides<Decision.LoseWorker>("w2 has not loaded the version in 60 s", healing, at: 160);
    }

    [Fact]
    public void A_worker_known_to_take_longer_is_waited_for_half_as_long_again_as_it_takes()
    {
        var late = Idle(Ready(1), Lagging(2, Sec(100))).Apply(Sec(110), new WorkerJoined(W(2), 25));
        Assert.Equal(Sec(10), late.Workers[W(2)].LoadTime);

        var again = late.Take(Sec(110), Options);

        Assert.Equal(Sec(125), Decides<Decision.Wait>("w2 is healing", again, at: 110).Until);
        Decides<Decision.OpenAttempt>(Opens, again, at: 125);
    }

    [Fact]
    public void How_long_a_worker_takes_is_remembered_when_it_comes_back()
    {
        var late = Idle(Ready(1), Lagging(2, Sec(100))).Apply(Sec(110), new WorkerJoined(W(2), 25));

        var back = late.With(new WorkerLost(W(2), "cut off")).With(new WorkerJoined(W(2), 25));

        Assert.Equal(Sec(10), back.Workers[W(2)].LoadTime);
    }

    [Fact]
    public void A_worker_that_says_that_it_still_lags_is_not_waited_for_and_told_again_later()
    {
        var failed = Idle(Ready(1), Lagging(2)).Take(Sec(100), Options).With(new WorkerJoined(W(2), 20));
        Assert.True(failed.Workers[W(2)].HealFailed);

        Decides<Decision.OpenAttempt>(Opens, failed, at: 101);
        Decides<Decision.OpenAttempt>(Opens, failed, at: 109.9);
        Decides<Decision.HealWorker>("w2 holds step 20 of 30, w1 has it all", failed, at: 110);
        Assert.False(failed.Take(Sec(110), Options).Workers[W(2)].HealFailed);
    }

    [Fact]
    public void However_many_come_one_after_the_other_the_opening_waits_once()
    {
        var first = Idle(Ready(1), Lagging(2)).Take(Sec(100), Options).With(new WorkerLost(W(2), "killed"));
        var second = first.With(new WorkerJoined(W(3), 0)).Take(Sec(101.5), Options);

        Assert.Equal(Sec(102), Decides<Decision.Wait>("w3 is healing", second, at: 101.5).Until);
        var open = second.Take(Sec(102), Options);

        Assert.NotNull(open.Open);
        Assert.Null(open.HealingFrom);
    }

    [Fact]
    public void A_worker_that_could_not_heal_keeps_no_place_from_the_others()
    {
        var options = Options with { Replicas = 2 };
        var failed = Lagging(2, Sec(99)) with { HealFailed = true };

        var heal = Decides<Decision.HealWorker>("w3 holds step 20 of 30, w1 has it all",
            Idle(Ready(1), failed, Lagging(3)), options: options);

        Assert.Equal(W(3), heal.Worker);
    }

    [Fact]
    public void One_that_is_overdue_with_the_version_keeps_no_place_from_the_others()
    {
        var options = Options with { Replicas = 2 };
        var state = Idle(Ready(1), Lagging(2, Sec(99)), Lagging(3, Sec(98)), Lagging(4));
        Decides<Decision.Wait>("w2 is healing", state with { HealingFrom = Sec(99) }, at: 100.9, options);

        var heal = Decides<Decision.HealWorker>("w4 holds step 20 of 30, w1 has it all", state, at: 101, options);

        var healing = state.Apply(Sec(101), heal);
        Decides<Decision.Wait>("w4 is healing", healing, at: 102, options);
        Decides<Decision.LoseWorker>("w3 has not loaded the version in 60 s", healing, at: 158, options);
    }

    [Fact]
    public void Another_version_is_loaded_from_another_source()
    {
        var state = Idle(Ready(1), Ready(2), Lagging(3));

        Decides<Decision.HealWorker>("w3 holds step 20 of 30, w2 has it all", state);
        Decides<Decision.HealWorker>("w3 holds step 20 of 30, w1 has it all", state with { Version = 4 });
    }

    [Fact]
    public void No_worker_is_healed_for_which_there_is_no_replica()
    {
        var state = Idle(Ready(1), Lagging(2), Lagging(3));

        Decides<Decision.OpenAttempt>(Opens, state, options: Options with { Replicas = 1 });

        var two = Options with { Replicas = 2 };
        Assert.Equal(W(2), Decides<Decision.HealWorker>("w2 holds step 20 of 30, w1 has it all", state, options: two).Worker);
        Decides<Decision.Wait>("w2 is healing", state.Take(Sec(100), two), options: two);
    }

    [Fact]
    public void A_lost_worker_is_not_healed()
    {
        Decides<Decision.OpenAttempt>(Opens, Idle(Ready(1), Lagging(2) with { LostReason = "killed" }));
    }
}
