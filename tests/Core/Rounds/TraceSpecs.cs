using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

/// <summary>What the simulation has found, event by event, for a seed's meaning changes with the simulator.</summary>
public class TraceSpecs
{
    private static readonly RoundOptions Two = Options with { Replicas = 2, TargetStep = 100, Quarantine = Sec(15) };
    private readonly RecordingEffects _effects = new();
    private readonly CoordinatorInterpreter _coordinator;

    public TraceSpecs() => _coordinator = new CoordinatorInterpreter(
        RunState.StartingAt(TimeSpan.Zero, term: 1, step: 0, version: 0, round: 1), Two, _effects);

    [Fact]
    public void A_worker_that_stood_still_while_it_was_let_go_is_given_no_part_when_it_wakes()
    {
        Expect(3.5, new WorkerJoined(W(1), 0), "open 1.1 version 0 steps 0+1 with w1:0..1 for 120 s");
        Expect(3.6, new WorkerJoined(W(5), 0));
        Expect(4.3, new WorkerLeaving(W(5)));
        Expect(
            10,
            Abandoned(),
            "record the end of 1.1: it broke",
            "release w5",
            "open 1.2 version 0 steps 0+1 with w1:0..1 for 120 s");
        Expect(25.8, new WorkerLeaving(W(5)));
        Expect(25.9, new WorkerJoined(W(5), 0));

        Expect(
            31,
            Abandoned(),
            "record the end of 1.2: it broke",
            "release w5",
            "open 1.3 version 0 steps 0+1 with w1:0..1 for 120 s");
        Expect(31.1, new WorkerJoined(W(5), 0));
        Expect(40, Abandoned(), "record the end of 1.3: it broke", "open 1.4 version 0 steps 0+1 with w1:0..1 for 120 s");
    }

    [Fact]
    public void A_worker_that_lives_does_not_wait_for_those_that_died_unnoticed_before_they_had_the_version()
    {
        Expect(1, new WorkerJoined(W(1), 0), "open 1.1 version 0 steps 0+1 with w1:0..1 for 120 s");
        Expect(1.1, new WorkerJoined(W(2), 0));
        Expect(1.2, new WorkerJoined(W(3), 0));
        Expect(1.3, new WorkerJoined(W(4), 0));
        Expect(2, Committed(1), "record the commit of 1.1", "heal w2 from w1", "wake at 4");
        Expect(2.2, new WorkerJoined(W(4), 0), "wake at 4");
        Expect(4, Tick.Instance, "heal w3 from w1", "open 2.1 version 1 steps 1+1 with w1:0..1 for 10 s");
        Expect(5, Committed(2), "record the commit of 2.1", "wake at 6");

        Expect(6, Tick.Instance, "heal w4 from w1", "wake at 8");
    }

    private AttemptAbandoned Abandoned() => _coordinator.State.Abandon(AttemptFault.Ended.Instance);

    private AttemptCommitted Committed(long round) =>
        _coordinator.State.Commit(new Combined(Attempt(1, round), W(1), Good, [], [], 0.2, 2));

    private void Expect(double at, IRunEvent e, params string[] lines)
    {
        _coordinator.Handle(Sec(at), e);
        Assert.Equal(lines, _effects.Flush());
    }
}
