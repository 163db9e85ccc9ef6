using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class RejoinSpecs
{
    private static readonly RoundOptions Patient = Options with { RejoinTimeout = Sec(60), HolderGrace = Sec(5) };

    [Fact]
    public void A_lost_worker_that_holds_the_version_is_waited_for()
    {
        var lost = Idle(Ready(1), Lagging(2)).WithHistory().With(new WorkerLost(W(1), "out of reach"));

        var wait = Decides<Decision.Wait>(
            "nobody holds the version at step 30: who did may come back", lost, at: 105.9, Patient);
        Assert.Equal(Sec(106), wait.Until);

        var back = lost.With(new WorkerJoined(W(1), 30));
        Decides<Decision.HealWorker>("w2 holds step 20 of 30, w1 has it all", back, at: 105.9, Patient);
    }

    [Fact]
    public void The_last_snapshot_waits_for_it_too()
    {
        var lost = Idle(Ready(1)).With(new WorkerLost(W(1), "out of reach")) with { SnapshotStep = 20, StopReason = "Ctrl-C" };

        Decides<Decision.Wait>("nobody holds the version at step 30: who did may come back", lost, at: 105, Patient);
        Decides<Decision.TakeSnapshot>(
            "step 30 is due: Evaluate, Checkpoint, Last", lost.With(new WorkerJoined(W(1), 30)), at: 105, Patient);
    }

    [Fact]
    public void While_nobody_is_there_a_worker_is_waited_for_until_the_timeout()
    {
        var lost = Idle(Ready(1)).WithHistory().With(new WorkerLost(W(1), "killed"));

        var wait = Decides<Decision.Wait>("nobody holds the version at step 30: a worker may come", lost, at: 106, Patient);
        Assert.Equal(Sec(161), wait.Until);
        Decides<Decision.FailRun>("no worker holds the version at step 30 (w1: killed)", lost, at: 161, Patient);
    }

    [Fact]
    public void Workers_that_can_not_load_the_version_are_not_waited_for_without_end()
    {
        var lost = Idle(Lagging(2) with { HealFailed = true, HealingSince = Sec(155) }) with { LastLossAt = Sec(101) };

        Decides<Decision.Wait>("nobody holds the version at step 30: a worker may come", lost, at: 160, Patient);
        Decides<Decision.FailRun>("no worker holds the version at step 30 (w2: at step 20)", lost, at: 161, Patient);
        Decides<Decision.HealWorker>(
            "w2 holds step 20 of 30, coordinator has it all", lost, at: 165, Patient);
    }
}
