using GanCluster.Node.Chaos;
using GanCluster.Node.Journal;

namespace GanCluster.EndToEnd.Tests.Chaos;

/// <summary>Times in seconds after one moment.</summary>
public sealed class RecoverySpecs
{
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_workers_death_lasts_until_all_of_the_first_attempt_without_it_compute()
    {
        var rows = Rows(
            [Opened(1, "worker-1: 0..1; worker-2: 2..3", begun: 1.1), Opened(9, "worker-1: 0..1; worker-2: 2..3"),
                Opened(10.5, "worker-1: 0..3"), Opened(10.6, "worker-1: 0..3", begun: 10.75)],
            []);

        Assert.Equal(0.75, Took(Killed("worker-2", 10), rows)!.Value, 3);
    }

    [Fact]
    public void Who_took_no_part_leaves_nothing_to_recover()
    {
        var rows = Rows([Opened(9, "worker-1: 0..3", begun: 9.1), Opened(11, "worker-1: 0..3", begun: 11.1)], []);

        Assert.Null(Took(Killed("worker-2", 10), rows));
        Assert.Null(Took(Killed("worker-11", 10), rows));
    }

    [Fact]
    public void What_has_not_come_back_yet_has_no_time() => Assert.Null(
        Took(Killed("worker-1", 10), Rows([Opened(9, "worker-1: 0..1; worker-2: 2..3", begun: 9.1)], [])));

    [Fact]
    public void The_acting_coordinators_death_lasts_until_a_commit_of_a_later_term()
    {
        var rows = Rows([], [Committed(9, term: 1), Committed(10.1, term: 1), Committed(14, term: 2), Committed(15, term: 2)]);

        Assert.Equal(4, Took(new Strike(ChaosKind.KillCoordinator, "coordinator-1", "", Acted: true, At(10)), rows)!.Value, 3);
        Assert.Null(Took(new Strike(ChaosKind.KillCoordinator, "coordinator-2", "", Acted: false, At(10)), rows));
    }

    [Theory]
    [InlineData(9.4, true)]
    [InlineData(9.8, false)]
    [InlineData(10.5, false)]
    [InlineData(12, true)]
    public void Beside_another_event_its_time_is_not_its_own(double other, bool alone)
    {
        var rows = Rows(
            [Opened(9, "worker-1: 0..1; worker-2: 2..3", begun: 9.1), Opened(10.5, "worker-1: 0..3", begun: 11)], []);
        var strike = Killed("worker-2", 10);

        Assert.Equal(alone, Recovery.Of(strike, [strike, Killed("worker-3", other)], rows).Alone);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public void Nor_while_another_is_still_away(double away, bool alone)
    {
        var rows = Rows(
            [Opened(9, "worker-1: 0..1; worker-2: 2..3", begun: 9.1), Opened(10.5, "worker-1: 0..3", begun: 11)], []);
        var strike = Killed("worker-2", 10);
        var halted = new Strike(ChaosKind.HaltCoordinator, "coordinator-1", "", Acted: true, At(5), TimeSpan.FromSeconds(away));

        Assert.Equal(alone, Recovery.Of(strike, [halted, strike], rows).Alone);
    }

    private static double? Took(Strike strike, ChaosRows rows) => Recovery.Of(strike, [strike], rows).Took?.TotalSeconds;

    private static Strike Killed(string worker, double at) => new(ChaosKind.KillWorker, "node", worker, Acted: false, At(at));

    private static ChaosRows Rows(IReadOnlyList<AttemptRow> attempts, IReadOnlyList<RoundRow> rounds) => new(attempts, rounds);

    private static AttemptRow Opened(double at, string ranges, double? begun = null) =>
        new(1, 1, 1, ranges, At(at), begun is { } b ? At(b) : null);

    private static RoundRow Committed(double at, long term) => new(1, 1, term, 1, 0, 1, 64, 1, 1, 0, 0, 0, 0, "", At(at));

    private static DateTimeOffset At(double seconds) => Origin.AddSeconds(seconds);
}
