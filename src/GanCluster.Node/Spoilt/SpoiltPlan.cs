using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Spoilt;

/// <param name="Number">Of the round, from 1.</param>
/// <param name="IsCheck">Whether its last step is one of a check.</param>
internal sealed record SpoiltSpan(long Number, StepSpan Steps, bool IsCheck);

/// <summary>Rounds that are computed alike.</summary>
internal sealed record SpoiltStretch(bool IsSpoilt, IReadOnlyList<SpoiltSpan> Spans);

/// <summary>Which steps of a run are spoilt: a round a check, and two where a check's steps are spoilt in part.</summary>
internal sealed record SpoiltPlan(string Fault, long? FaultStep, IReadOnlyList<SpoiltStretch> Stretches)
{
    private const int SpikePart = 20;

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

        var spans = new List<(bool IsSpoilt, SpoiltSpan Span)>();
        for (var check = 1; check <= checks; check++)
        {
            var (first, end) = ((check - 1) * every, check * every);
            var isAfter = check > after && question.Kind is not (SpoiltKind.None or SpoiltKind.Spike);
            if (check == after + 1 && question.Kind == SpoiltKind.Spike)
            {
                var spike = Math.Max(1, every / SpikePart);
                spans.Add((true, new SpoiltSpan(spans.Count + 1, new StepSpan(first, (int)spike), IsCheck: false)));
                first += spike;
            }

            spans.Add((isAfter, new SpoiltSpan(spans.Count + 1, new StepSpan(first, (int)(end - first)), IsCheck: true)));
        }

        return new SpoiltPlan(
            question.Kind == SpoiltKind.None ? "" : question.Kind.ToString().ToLowerInvariant(),
            question.Kind == SpoiltKind.None ? null : after * every,
            [.. Runs(spans)]);
    }

    private static IEnumerable<SpoiltStretch> Runs(List<(bool IsSpoilt, SpoiltSpan Span)> spans)
    {
        for (var first = 0; first < spans.Count;)
        {
            var alike = spans.Skip(first).TakeWhile(span => span.IsSpoilt == spans[first].IsSpoilt).ToList();
            yield return new SpoiltStretch(alike[0].IsSpoilt, [.. alike.Select(one => one.Span)]);
            first += alike.Count;
        }
    }
}
