using System.Text.Json.Nodes;
using GanCluster.Core.Health.Recorded;
using GanCluster.Core.Runs;

namespace GanCluster.Node.Spoilt;

/// <param name="Series">Of the first course alone.</param>
internal sealed record SpoiltOutcome(RecordedSeries Series, SpoiltRun Run)
{
    private Recovery? Recovery => Recovery.Of(Run, Series.FaultStep);

    /// <summary>Whether its health ended it before its end, for no good.</summary>
    internal bool IsFailure => Run is { Acting.OnAlarm: not AlarmAction.Note, End.Succeeded: false };

    /// <summary>Nothing of a run whose health does not act.</summary>
    internal IEnumerable<string> Lines()
    {
        if (!Run.Acting.Acts())
        {
            yield break;
        }

        foreach (var back in Run.RollBacks)
        {
            yield return $"roll-back {back.Course}, from step {back.From} to step {back.To}: {back.Reason}";
        }

        if (Recovery is { } held)
        {
            yield return FormattableString.Invariant($"held {held.Before} before the fault, {held.Collapsed} when it was noticed, ")
                + FormattableString.Invariant($"{held.End} at step {Run.Checks[^1].Step}: {held.Restored:0.000} of it");
        }

        if (Run.End is { } end)
        {
            yield return $"{(end.Succeeded ? "ended" : "failed")}: {end.Reason}";
        }
    }

    internal JsonObject ToJson() => new()
    {
        ["run"] = Series.Run,
        ["seed"] = Series.Seed,
        ["fault"] = Series.Fault,
        ["fault_step"] = Series.FaultStep,
        ["rollbacks"] = new JsonArray(
        [
            .. Run.RollBacks.Select(back => (JsonNode)new JsonObject
            {
                ["number"] = back.Course,
                ["alarm_step"] = back.AlarmStep,
                ["from_step"] = back.From,
                ["to_step"] = back.To,
                ["reason"] = back.Reason,
            }),
        ]),
        ["steps"] = Run.Checks[^1].Step,
        ["held_before"] = Recovery?.Before,
        ["held_collapsed"] = Recovery?.Collapsed,
        ["held_at_end"] = Recovery?.End,
        ["restored"] = Recovery?.Restored,
        ["end"] = Run.End?.Reason,
    };
}
