using GanCluster.Core.Health;
using static GanCluster.Core.Tests.Health.Checks;

namespace GanCluster.Core.Tests.Health;

/// <summary>Series as a run of 25 modes has them: it learns, then stays, with noise of 4 % and of a tenth in the losses.</summary>
public sealed class HealthNoiseSpecs
{
    private const int Count = 200;
    private const int Collapses = 120;

    public static TheoryData<int> Shown => [0, 1, 2, 3];

    [Fact]
    public void No_healthy_series_is_alarmed() => Assert.DoesNotContain(
        Enumerable.Range(0, Count).SelectMany(seed => Fold(Healthy((ulong)seed))),
        verdict => verdict.Condition == HealthCondition.Alarm);

    /// <summary>What one measure alone shows of the collapse is enough.</summary>
    [Theory]
    [MemberData(nameof(Shown))]
    public void Every_collapse_is_alarmed_within_three_checks(int measure) => Assert.All(
        Enumerable.Range(0, Count),
        seed =>
        {
            var verdicts = Fold(Healthy((ulong)seed).Select((check, i) => i < Collapses ? check : Collapsed(check, measure)));

            Assert.DoesNotContain(verdicts[..Collapses], verdict => verdict.Condition == HealthCondition.Alarm);
            Assert.Equal(
                (HealthCondition.Alarm, HealthCause.Collapse),
                (verdicts[Collapses + 2].Condition, verdicts[Collapses + 2].Cause));
        });

    private static IEnumerable<HealthCheck> Healthy(ulong seed)
    {
        const int Measures = 6;
        var noise = Normal(seed, Collapses * 2 * Measures);
        for (var i = 0; i < Collapses * 2; i++)
        {
            var n = noise.AsSpan(i * Measures, Measures);
            var learned = 1 - Math.Exp(-(i + 1) / 10.0);
            yield return Check(
                i + 1,
                ("modes", Math.Round(Math.Clamp(25 * learned * (1 + (0.04 * n[0])), 0, 25))),
                ("recall", Math.Clamp(0.7 * learned * (1 + (0.04 * n[1])), 0, 1)),
                ("reverse_kl", (3 * (1 - learned)) + (0.03 * Math.Exp(0.3 * n[2]))),
                ("diversity", 4 * (1 + (0.04 * n[3]))),
                ("loss_d", 1.2 * (1 + (0.1 * n[4]))),
                ("loss_g", 0.9 * (1 + (0.1 * n[5]))));
        }
    }

    private static HealthCheck Collapsed(HealthCheck check, int measure)
    {
        var (name, change) = measure switch
        {
            0 => ("modes", (Func<double, double>)(v => Math.Round(v * 0.5))),
            1 => ("recall", v => v * 0.5),
            2 => ("reverse_kl", v => v + 0.7), // half the modes
            _ => ("diversity", v => v * 0.4),
        };
        return check with { Values = check.Values.SetItem(name, change(check.Values[name])) };
    }
}
