using GanCluster.Core.Health;
using static GanCluster.Core.Tests.Health.Checks;

namespace GanCluster.Core.Tests.Health;

public sealed class StopRuleSpecs
{
    private const int Known = 9;
    private static readonly StopOptions Options = new() { Sigma = 0.1, LossWindow = Known, Patience = 5 };

    [Fact]
    public void Five_checks_without_a_gain_end_a_run_and_name_the_best()
    {
        var decisions = Fold([.. Rising(10), .. Flat(11, 5)]);

        Assert.DoesNotContain(decisions[..14], decision => decision.Stops);
        Assert.Equal(
            new StopDecision(true, 1000, "no gain of more than 0.1 in 5 checks: the best was step 1000"), decisions[14]);
    }

    [Fact]
    public void A_gain_begins_the_patience_again()
    {
        var decisions = Fold([.. Rising(10), .. Flat(11, 4), Of(15, 10.5), .. Flat(16, 4)]);

        Assert.Equal(new StopDecision(false, 1500, "no gain of more than 0.1 in 4 checks"), decisions[^1]);
    }

    [Fact]
    public void What_is_within_the_noise_is_no_gain() =>
        Assert.True(Fold([.. Rising(10), .. Enumerable.Range(11, 5).Select(i => Of(i, 10.09))])[^1].Stops);

    [Fact]
    public void Small_gains_add_up() => Assert.DoesNotContain(
        Fold(Enumerable.Range(1, 100).Select(i => Of(i, i * 0.04))), decision => decision.Stops);

    [Fact]
    public void Without_losses_to_tell_an_abrupt_one_by_patience_does_not_begin()
    {
        var decisions = Fold(Enumerable.Range(1, 14).Select(i => Of(i, 1)));

        Assert.Equal("too few losses to tell an abrupt one", decisions[8].Reason);
        Assert.Equal("no gain of more than 0.1 in 1 checks", decisions[9].Reason);
        Assert.True(decisions[13].Stops);
    }

    [Theory]
    [InlineData(3.0)]
    [InlineData(-3.0)]
    [InlineData(double.NaN)]
    public void An_abrupt_loss_freezes_the_patience_and_does_not_begin_it_again(double loss)
    {
        var decisions = Fold([.. Rising(10), .. Flat(11, 4), Of(15, 10, loss), .. Flat(16, 5)]);

        Assert.Equal("frozen: the loss changed abruptly (5 checks more, 4 without a gain)", decisions[14].Reason);
        Assert.DoesNotContain(decisions[..19], decision => decision.Stops);
        Assert.True(decisions[19].Stops);
    }

    [Fact]
    public void A_gain_in_a_frozen_check_is_none() =>
        Assert.Equal(1000, Fold([.. Rising(10), Of(11, 20, loss: 5)])[^1].BestStep);

    [Fact]
    public void An_open_alarm_ends_nothing()
    {
        var decisions = Fold([.. Rising(10), .. Flat(11, 20).Select(check => check with { HasAlarm = true })]);

        Assert.Equal(new StopDecision(false, 1000, "frozen: an alarm is open"), decisions[^1]);
    }

    /// <summary>Long without a gain, with a spike of the loss at the check: it does not stop there, nor in the four after it.</summary>
    [Fact]
    public void No_run_ends_in_the_window_of_a_spike() => Assert.All(
        Enumerable.Range(0, 200),
        seed =>
        {
            var noise = Normal((ulong)seed, 60);
            var spike = 12 + (seed % 3);
            var decisions = Fold(Enumerable.Range(1, 60).Select(
                i => Of(i, Math.Min(i, 9), i == spike ? 50 : 1 + (0.05 * noise[i - 1]))));

            Assert.DoesNotContain(decisions[(spike - 1)..(spike + 4)], decision => decision.Stops);
            Assert.Contains(decisions, decision => decision.Stops);
        });

    private static IEnumerable<StopCheck> Rising(int count) => Enumerable.Range(1, count).Select(i => Of(i, i));

    private static IEnumerable<StopCheck> Flat(int first, int count) => Enumerable.Range(first, count).Select(i => Of(i, 10));

    private static StopCheck Of(int number, double quality, double loss = 1) => new(number * Every, quality, loss, HasAlarm: false);

    private static List<StopDecision> Fold(IEnumerable<StopCheck> checks)
    {
        var state = StopState.Start;
        return [.. checks.Select(check => (state = state.Apply(check, Options)).Decision)];
    }
}
