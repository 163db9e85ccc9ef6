using System.Collections.Immutable;
using System.Globalization;

namespace GanCluster.Core.Health;

/// <summary>When a run has nothing more to gain. A GAN's losses jump without its samples being any worse, so an abrupt change
/// freezes the patience and never ends a run.</summary>
public sealed record StopOptions
{
    /// <summary>For the quality of a mixture of so many modes: of 2,500 points a share's deviation is 0.01 at most.</summary>
    public static StopOptions OfMixture(int modes) => new() { Sigma = 0.01 * modes };

    /// <summary>Of the quality, between measures of one and the same version. Only more than that is a gain.</summary>
    public required double Sigma { get; init; }

    /// <summary>Checks without a gain that end a run. With five, 2 of 32 recorded runs that rest and gain again kept less than 95 %
    /// of their best.</summary>
    public int Patience { get; init; } = 8;

    /// <summary>Losses before a check that its own is held against. Until they are there, patience does not begin.</summary>
    public int LossWindow { get; init; } = 9;

    /// <summary>Median absolute deviations of the window from its median, from which on a loss is abrupt.</summary>
    public double Deviations { get; init; } = 6;

    /// <summary>A deviation counts as no less than this part of the median, or a constant loss's last digit would be abrupt.</summary>
    public double LeastDeviation { get; init; } = 0.001;

    /// <summary>Checks that a freeze lasts, the abrupt one included.</summary>
    public int Frozen { get; init; } = 5;
}

/// <param name="Quality">More is better.</param>
/// <param name="Loss">The mean over the steps since the check before.</param>
/// <param name="HasAlarm">The run's health is <see cref="HealthCondition.Alarm"/>.</param>
public sealed record StopCheck(long Step, double Quality, double Loss, bool HasAlarm)
{
    /// <summary>The share of high-quality points, times the modes that have one.</summary>
    public static double QualityOfMixture(HealthCheck check) =>
        check.Values.GetValueOrDefault(HealthCheck.Modes) * check.Values.GetValueOrDefault(HealthCheck.HighQualityShare);

    public static StopCheck OfMixture(HealthCheck check, HealthVerdict verdict) => new(
        check.Step,
        QualityOfMixture(check),
        check.Values.GetValueOrDefault(HealthCheck.LossD, double.NaN),
        verdict.Condition == HealthCondition.Alarm);
}

/// <param name="BestStep">Of the last gain; null: none yet.</param>
public sealed record StopDecision(bool Stops, long? BestStep, string Reason);

/// <summary>The rule as a fold over the checks.</summary>
public sealed record StopState
{
    public static StopState Start { get; } = new();

    public StopDecision Decision { get; private init; } = new(false, null, "no check yet");

    private ImmutableArray<double> Losses { get; init; } = [];

    private double Best { get; init; } = double.NegativeInfinity;

    private int Without { get; init; }

    private int FrozenFor { get; init; }

    public StopState Apply(StopCheck check, StopOptions options)
    {
        var isKnown = Losses.Length >= options.LossWindow;
        var isAbrupt = !double.IsFinite(check.Loss) || (isKnown && IsAbrupt(check.Loss, options));
        var next = this with
        {
            Losses = !double.IsFinite(check.Loss) ? Losses : isKnown ? [.. Losses[1..], check.Loss] : Losses.Add(check.Loss),
            FrozenFor = isAbrupt ? options.Frozen : Math.Max(0, FrozenFor - 1),
        };
        if (next.FrozenFor > 0)
        {
            return next.Goes(Text($"frozen: the loss changed abruptly ({next.FrozenFor} checks more, {Without} without a gain)"));
        }

        if (check.HasAlarm)
        {
            return next.Goes("frozen: an alarm is open");
        }

        if (check.Quality > Best + options.Sigma)
        {
            return next with
            {
                Best = check.Quality, Without = 0, Decision = new StopDecision(false, check.Step, $"a gain at step {check.Step}"),
            };
        }

        if (!isKnown)
        {
            return next.Goes("too few losses to tell an abrupt one");
        }

        var counted = next with { Without = Without + 1 };
        var reason = Text($"no gain of more than {options.Sigma} in {counted.Without} checks");
        return counted.Without < options.Patience
            ? counted.Goes(reason)
            : counted with { Decision = Decision with { Stops = true, Reason = $"{reason}: the best was step {Decision.BestStep}" } };
    }

    private StopState Goes(string reason) => this with { Decision = Decision with { Stops = false, Reason = reason } };

    private bool IsAbrupt(double loss, StopOptions options)
    {
        var median = Medians.Of(Losses);
        var deviation = Math.Max(Medians.Deviation(Losses, median), options.LeastDeviation * Math.Abs(median));
        return Math.Abs(loss - median) > options.Deviations * deviation;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
