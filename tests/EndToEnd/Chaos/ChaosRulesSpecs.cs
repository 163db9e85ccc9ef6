using GanCluster.Node.Chaos;

namespace GanCluster.EndToEnd.Tests.Chaos;

public sealed class ChaosRulesSpecs
{
    private static readonly ChaosLimits Limits = new(Workers: 4, Coordinators: 3);

    [Theory]
    [InlineData(2, 2, 3, "KillWorker HaltWorker DrainWorker JoinWorker KillCoordinator HaltCoordinator")]
    [InlineData(1, 2, 3, "JoinWorker KillCoordinator HaltCoordinator")]
    [InlineData(2, 4, 2, "KillWorker HaltWorker DrainWorker")]
    [InlineData(1, 4, 2, "")]
    public void A_worker_stays_and_so_does_a_majority_of_coordinators(int computing, int workers, int coordinators, string possible) =>
        Assert.Equal(possible, string.Join(' ', ChaosRules.Possible(new ChaosStanding(computing, workers, coordinators), Limits)));

    [Fact]
    public void The_only_coordinator_is_left_alone() => Assert.DoesNotContain(
        ChaosRules.Possible(new ChaosStanding(2, 2, 1), new ChaosLimits(Workers: 4, Coordinators: 1)), kind => kind.IsOfCoordinator());

    [Fact]
    public void A_seed_gives_the_same_events_and_every_kind_comes()
    {
        var possible = ChaosRules.Possible(new ChaosStanding(2, 2, 3), Limits);
        List<ChaosDraw> Drawn() => [.. Draws(new Random(7)).Take(60)];

        IEnumerable<ChaosDraw> Draws(Random random)
        {
            while (true)
            {
                yield return ChaosRules.Next(random, possible);
            }
        }

        Assert.Equal(Drawn(), Drawn());
        Assert.Equal(possible.Order(), Drawn().Select(draw => draw.Kind).Distinct().Order());
        Assert.All(Drawn(), draw => Assert.InRange(draw.Away.TotalSeconds, 4, 10));
    }

    [Fact]
    public void Some_events_follow_at_once_and_others_leave_the_run_time()
    {
        var random = new Random(3);
        var pauses = Enumerable.Range(0, 200).Select(_ => ChaosRules.Pause(random).TotalSeconds).ToList();

        Assert.InRange(pauses.Count(pause => pause < 0.3), 30, 70);
        Assert.All(pauses, pause => Assert.True(pause is < 0.3 or (>= 2 and <= 6), $"{pause} s"));
    }
}
