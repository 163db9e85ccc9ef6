using System.Text.Json.Nodes;
using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;
using GanCluster.Core.Runs;

namespace GanCluster.Node.Spoilt;

/// <param name="Series">Of the first course alone.</param>
internal sealed record SpoiltOutcome(RecordedSeries Series, SpoiltRun Run)
{
    /// <summary>Whether its health ended it before its end, for no good.</summary>
    internal bool IsFailure => Run is { Acting.OnAlarm: not AlarmAction.Note, End.Succeeded: false };

    private Recovery? Held => Recovery.Of(Run, Series.FaultStep, CollapseTruth.Held);

    private Recovery? Modes => Recovery.Of(Run, Series.FaultStep, HealthCheck.Modes);

    /// <summary>Nothing of a run whose health does not act.</summary>
    internal IEnumerable<string> Lines()
    {
        if (!Run.Acting.Acts())
        {
            return [];
        }

        return
        [
            .. Run.RollBacks.Select(back => $"roll-back {back.Course}, from step {back.From} to step {back.To}: {back.Reason}"),
            .. Line("held in truth", Held),
            .. Line("modes at checks", Modes),
            .. Run.End is { } end ? new[] { $"{(end.Succeeded ? "ended" : "failed")}: {end.Reason}" } : [],
        ];
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
        ["held"] = Json(Held),
        ["modes"] = Json(Modes),
        ["end"] = Run.End?.Reason,
    };

    private IEnumerable<string> Line(string what, Recovery? recovery) => recovery is null
        ? []
        : [
            FormattableString.Invariant($"{what}: {recovery.Before} before the fault, {recovery.Collapsed} when it was noticed, ")
                + FormattableString.Invariant($"{recovery.End} at step {Run.Checks[^1].Step}: {recovery.Restored:0.000} of it"),
        ];

    private static JsonObject? Json(Recovery? recovery) => recovery is null ? null : new JsonObject
    {
        ["before"] = recovery.Before,
        ["collapsed"] = recovery.Collapsed,
        ["end"] = recovery.End,
        ["restored"] = recovery.Restored,
    };
}
