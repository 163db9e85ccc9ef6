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
        Decides<Decision.OpenAttempt>(Opens, healing, at: 129.9);
        Decides<Decision.HealWorker>("w2 holds step 20 of 30, w1 has it all", healing, at: 130);
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
