using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class CourseTermsSpecs
{
    private static readonly RunConfiguration Run = TestRuns.Ring8 with { Seed = 7, Health = new() { Rate = 0.5 } };

    [Fact]
    public void A_run_without_a_roll_back_has_its_own_seed_and_rates() =>
        Assert.Equal(new CourseTerms(7, 1), CourseTerms.Of(Run, course: 0));

    [Fact]
    public void Every_roll_back_lowers_the_rates_and_draws_other_noise()
    {
        var courses = Enumerable.Range(0, 4).Select(course => CourseTerms.Of(Run, course)).ToList();

        Assert.Equal([1, 0.5, 0.25, 0.125], courses.Select(terms => terms.RateFactor));
        Assert.Equal(4, courses.Select(terms => terms.NoiseSeed).Distinct().Count());
    }

    [Fact]
    public void The_noise_s_key_follows_from_the_run_s_seed_and_never_changes()
    {
        Assert.Equal(CourseTerms.Of(Run, 1), CourseTerms.Of(Run with { Batch = 16 }, 1));
        Assert.NotEqual(CourseTerms.Of(Run, 1).NoiseSeed, CourseTerms.Of(Run with { Seed = 8 }, 1).NoiseSeed);
    }

    [Fact]
    public void The_same_noise_is_drawn_where_the_configuration_says_so() =>
        Assert.Equal(new CourseTerms(7, 0.25), CourseTerms.Of(Run with { Health = Run.Health with { Noise = "same" } }, 2));

    [Fact]
    public void Checks_are_at_the_multiples_of_evaluateEvery_or_at_the_first_averaging_after_them()
    {
        // 64 images a step: 50 steps.
        var run = TestRuns.Ring8 with { EvaluateEvery = 3200 };

        Assert.Equal([50L, 100, 150, 200], Checks(run));
        Assert.Equal([60L, 100, 160, 200], Checks(run with { Sync = SyncMode.Parameters, SyncEvery = 20 }));
        Assert.Equal([80L, 160], Checks(run with { Sync = SyncMode.Parameters, SyncEvery = 80 }));
        Assert.Equal(
            [50L, 100, 160, 200],
            Checks(run with { Sync = SyncMode.Parameters, SyncEvery = 40, Horizon = 6400 * 2, LocalFrom = 0.5 }));
        Assert.Empty(Checks(run with { EvaluateEvery = 0 }));

        static IEnumerable<long> Checks(RunConfiguration run) =>
            Enumerable.Range(0, 201).Select(step => (long)step).Where(step => CheckSteps.Includes(run, step));
    }
}
