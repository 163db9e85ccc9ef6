using GanCluster.Core.Health;

namespace GanCluster.Core.Tests.Health;

public sealed class RunHealthSpecs
{
    [Fact]
    public void A_check_s_verdict_is_what_acts()
    {
        var health = Fold(null, Checks.Series("modes", 8, 8, 8, 8, 3, 3, 3));

        Assert.Equal(HealthCondition.Alarm, health.State.Verdict.Condition);
        Assert.Equal([600L, 700], health.Checks.Judged.Select(check => check.Step));
        Assert.Equal((400, health.State.Verdict), (health.Checks.HealthyStep, health.Checks.Judged[^1].Verdict));
    }

    [Fact]
    public void Nothing_more_to_gain_is_told_with_the_check_that_showed_it_and_only_where_a_rule_is_given()
    {
        var checks = Enumerable.Range(1, 13).Select(i => Checks.Check(i, ("modes", 8), ("high_quality_share", 1), ("loss_d", 1)));

        Assert.Equal(
            "nothing more to gain at step 1300: no gain of more than 0.08 in 4 checks: the best was step 100",
            Fold(StopOptions.OfMixture(8) with { Patience = 4 }, checks).Checks.Judged[^1].NothingToGain);
        Assert.Null(Fold(null, checks).Checks.Judged[^1].NothingToGain);
    }

    private static RunHealth Fold(StopOptions? stop, IEnumerable<HealthCheck> checks) =>
        checks.Aggregate(RunHealth.Start, (health, check) => health.Apply(check, HealthOptions.Default, stop));
}
