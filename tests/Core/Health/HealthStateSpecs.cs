using GanCluster.Core.Health;
using static GanCluster.Core.Tests.Health.Checks;

namespace GanCluster.Core.Tests.Health;

public sealed class HealthStateSpecs
{
    [Fact]
    public void Before_the_first_check_a_run_is_healthy_and_unchecked() =>
        Assert.Equal(HealthVerdict.Unchecked, HealthState.Start.Verdict);

    [Fact]
    public void Sound_checks_are_healthy_since_the_first() => Assert.All(
        Fold(Series("modes", 8, 8, 8, 8)),
        verdict => Assert.Equal(
            new HealthVerdict(HealthCondition.Healthy, HealthCause.None, "no sign of trouble", 100), verdict));

    [Theory]
    [InlineData("modes", 8, 5, "modes is 5 after 8")]
    [InlineData("recall", 0.6, 0.41, "recall is 0.41 after 0.6")]
    [InlineData("high_quality_share", 0.9, 0.62, "high_quality_share is 0.62 after 0.9")]
    [InlineData("coverage", 0.9, 0.6, "coverage is 0.6 after 0.9")]
    [InlineData("reverse_kl", 0.05, 0.26, "reverse_kl is 0.26 after 0.05")]
    [InlineData("reverse_kl", 0.001, 0.11, "reverse_kl is 0.11 after 0.001")]
    [InlineData("classes", 10, 6, "classes is 6 after 10")]
    [InlineData("class_kl", 0.03, 0.16, "class_kl is 0.16 after 0.03")]
    [InlineData("diversity", 4, 1.9, "diversity is 1.9, usually 4")]
    public void One_check_with_a_sign_of_collapse_is_suspect_and_three_are_an_alarm(
        string name, double usual, double collapsed, string sign)
    {
        var verdicts = Fold(Series(name, usual, usual, usual, collapsed, collapsed, collapsed, collapsed));

        Assert.Equal(HealthCondition.Healthy, verdicts[2].Condition);
        Assert.Equal(new HealthVerdict(HealthCondition.Suspect, HealthCause.Collapse, "collapse: " + sign, 400), verdicts[3]);
        Assert.Equal(verdicts[3], verdicts[4]);
        var alarm = new HealthVerdict(
            HealthCondition.Alarm, HealthCause.Collapse, $"collapse: {sign}, 3 checks running", 600);
        Assert.Equal([alarm, alarm], verdicts[5..]);
    }

    [Theory]
    [InlineData("modes", 8, 6)]
    [InlineData("modes", 2, 1)] // one mode that comes and goes
    [InlineData("recall", 0.6, 0.43)]
    [InlineData("recall", 0.08, 0.035)] // near 0
    [InlineData("reverse_kl", 0.05, 0.24)]
    [InlineData("reverse_kl", 0.001, 0.09)] // the noise of 2,500 points, and a little
    [InlineData("classes", 10, 7)]
    [InlineData("classes", 3, 2)] // one class that comes and goes
    [InlineData("class_kl", 0.03, 0.14)]
    [InlineData("class_kl", 0.01, 0.09)] // the noise of 512 images, and a little
    [InlineData("diversity", 4, 2.1)]
    [InlineData("loss_g", 1, 9)]
    [InlineData("high_quality_share", 0.9, 0.64)]
    [InlineData("high_quality_share", 0.06, 0.04)] // near 0
    public void Within_its_bounds_nothing_is_a_sign(string name, double usual, double other) => Assert.All(
        Fold(Series(name, [.. Enumerable.Repeat(usual, 9), other, other, other, other])),
        verdict => Assert.Equal("no sign of trouble", verdict.Reason));

    [Fact]
    public void What_was_never_complete_has_not_collapsed() => Assert.All(
        Fold(Series("modes", 1, 1, 2, 1, 2, 3, 3, 5, 4, 8, 7, 8)),
        verdict => Assert.Equal(HealthCondition.Healthy, verdict.Condition));

    [Fact]
    public void The_few_good_points_of_a_young_run_set_nothing() => Assert.All(
        Fold(new double[] { 6, 6, 6, 2, 2, 2, 2 }.Select((modes, i) =>
            Check(i + 1, ("modes", modes), ("high_quality_share", 0.04)))),
        verdict => Assert.Equal(HealthCondition.Healthy, verdict.Condition));

    [Fact]
    public void Before_there_is_something_usual_nothing_has_fallen() =>
        Assert.Equal(HealthCondition.Healthy, Fold(Series("modes", 25, 25, 3))[^1].Condition);

    [Fact]
    public void One_lucky_check_does_not_set_the_measure() => Assert.All(
        Fold(Series("recall", 0.3, 0.3, 0.6, 0.3, 0.3, 0.3, 0.3)),
        verdict => Assert.Equal(HealthCondition.Healthy, verdict.Condition));

    [Fact]
    public void A_slow_fall_is_held_against_the_best_and_not_against_the_last_checks() =>
        Assert.Equal(HealthCondition.Alarm, Fold(Series("modes", Enumerable.Range(0, 40).Select(i => 25.0 - (i / 3))))[^1].Condition);

    [Fact]
    public void Different_signs_running_are_one_collapse()
    {
        HealthCheck[] usual = [.. Enumerable.Range(1, 3).Select(i => Check(i, ("modes", 8), ("reverse_kl", 0.02), ("recall", 0.5)))];

        var verdicts = Fold(
        [
            .. usual, Check(4, ("modes", 4)), Check(5, ("reverse_kl", 1)), Check(6, ("modes", 8), ("reverse_kl", 0.02), ("recall", 0.1)),
        ]);

        Assert.Equal("collapse: recall is 0.1 after 0.5, 3 checks running", verdicts[^1].Reason);
        Assert.Equal(HealthCondition.Alarm, verdicts[^1].Condition);
    }

    [Fact]
    public void A_check_between_two_signs_begins_the_count_again()
    {
        var verdicts = Fold(Series("modes", 8, 8, 8, 4, 4, 8, 4, 4, 8, 4));

        Assert.All(verdicts[3..], verdict => Assert.Equal(HealthCondition.Suspect, verdict.Condition));
    }

    [Fact]
    public void Two_sound_checks_clear_a_suspicion()
    {
        var verdicts = Fold(Series("modes", 8, 8, 8, 4, 8, 8, 8));

        Assert.Equal(HealthCondition.Suspect, verdicts[4].Condition);
        var cleared = new HealthVerdict(
            HealthCondition.Healthy, HealthCause.None, "cleared at step 600: suspect since step 400", 600);
        Assert.Equal([cleared, cleared], verdicts[5..]);
    }

    [Fact]
    public void Two_sound_checks_clear_an_alarm_which_one_does_not_lower()
    {
        var verdicts = Fold(Series("modes", 8, 8, 8, 4, 4, 4, 8, 4, 8, 7));

        Assert.All(verdicts[5..9], verdict => Assert.Equal(
            (HealthCondition.Alarm, 600), (verdict.Condition, verdict.Step)));
        Assert.Equal("cleared at step 1000: alarm since step 600", verdicts[9].Reason);
    }

    [Fact]
    public void What_lasts_does_not_become_usual() =>
        Assert.Equal(HealthCondition.Alarm, Fold(Series("modes", [8, 8, 8, .. Enumerable.Repeat(3.0, 100)]))[^1].Condition);

    [Theory]
    [InlineData("loss_d", 1, 40, "loss_d is 40, usually 1")]
    [InlineData("loss_g", -2, -50, "loss_g is -50, usually -2")]
    [InlineData("score_fake", 3, -70.5, "score_fake is -70.5, usually 3")]
    public void Three_checks_running_far_above_the_window_are_exploding(string name, double usual, double far, string sign)
    {
        var verdicts = Fold(Series(name, [.. Enumerable.Repeat(usual, 9), far, far, far, far, usual, usual]));

        Assert.All(verdicts[..11], verdict => Assert.Equal(HealthCondition.Healthy, verdict.Condition));
        var exploding = new HealthVerdict(HealthCondition.Suspect, HealthCause.Exploding, "exploding: " + sign, 1200);
        Assert.Equal([exploding, exploding, exploding], verdicts[11..14]);
        Assert.Equal("cleared at step 1500: suspect since step 1200", verdicts[14].Reason);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void What_is_not_finite_is_an_alarm_at_once_and_of_its_own_reason(double value) => Assert.Equal(
        new HealthVerdict(HealthCondition.Alarm, HealthCause.NotFinite, "not finite: loss_g", 200),
        Fold(Series("loss_g", 1, value))[^1]);

    [Fact]
    public void An_alarm_is_not_lowered_by_a_lesser_sign()
    {
        var usual = Enumerable.Range(1, 9).Select(i => Check(i, ("modes", 8), ("loss_g", 1)));
        var collapsed = Enumerable.Range(10, 3).Select(i => Check(i, ("modes", 2), ("loss_g", 1)));
        var exploding = Enumerable.Range(13, 4).Select(i => Check(i, ("modes", 8), ("loss_g", 900)));

        Assert.Equal(HealthCause.Collapse, Fold([.. usual, .. collapsed, .. exploding])[^1].Cause);
    }

    [Fact]
    public void A_check_of_an_earlier_step_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Fold([Check(2, ("modes", 8)), Check(2, ("modes", 8))]));
}
