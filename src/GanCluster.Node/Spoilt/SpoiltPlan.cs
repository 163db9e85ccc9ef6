using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Spoilt;

/// <param name="Number">Of the check that it ends with, and of the round, from 1.</param>
internal sealed record SpoiltSpan(long Number, StepSpan Steps);

/// <summary>Rounds that are computed alike.</summary>
internal sealed record SpoiltStretch(bool IsSpoilt, IReadOnlyList<SpoiltSpan> Spans);

/// <summary>Which steps of a run are spoilt: a round a check.</summary>
/// <param name="FaultStep">From where on; null: nowhere.</param>
internal sealed record SpoiltPlan(string Fault, long? FaultStep, IReadOnlyList<SpoiltSpan> Spans)
{
    /// <exception cref="UserInputException">The run makes no checks, or too few.</exception>
    internal static SpoiltPlan Of(RunRequest request, SpoiltQuestion question)
    {
        var configuration = request.Configuration;
        var every = RunLength.StepsFor(configuration, configuration.EvaluateEvery);
        var checks = every == 0 ? 0 : (int)(request.TargetStep / every);
        var after = question.After ?? checks / 2;
        if (configuration.Sync != SyncMode.Gradients || after < 1 || after >= checks)
        {
            throw new UserInputException(
                $"'{request.Name}' makes {checks} checks in mode {configuration.Sync}: it takes sync=gradients, "
                    + "an evaluateEvery that makes two checks at least, and --after one of them that is not the last");
        }

        var isSpoilt = question.Kind != SpoiltKind.None;
        return new SpoiltPlan(
            isSpoilt ? question.Kind.ToString().ToLowerInvariant() : "",
            isSpoilt ? after * every : null,
            [
                .. Enumerable.Range(1, checks)
                    .Select(check => new SpoiltSpan(check, new StepSpan((check - 1) * every, (int)every))),
            ]);
    }

    /// <summary>What comes next in a course. The fault passes: a later course shows whether what was gone back to is sound.</summary>
    /// <returns>Null: the run is at its end.</returns>
    internal SpoiltStretch? From(long step, int course)
    {
        var left = Spans.SkipWhile(span => span.Steps.First < step).ToList();
        if (left.Count == 0)
        {
            return null;
        }

        var isSpoilt = IsSpoilt(left[0]);
        return new SpoiltStretch(isSpoilt, [.. left.TakeWhile(span => IsSpoilt(span) == isSpoilt)]);

        bool IsSpoilt(SpoiltSpan span) => course == 0 && span.Steps.First >= FaultStep;
    }
}
