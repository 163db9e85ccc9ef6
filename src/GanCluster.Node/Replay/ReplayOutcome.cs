using System.Text.Json.Nodes;
using GanCluster.Node.Journal;

namespace GanCluster.Node.Replay;

/// <summary>A round whose hash is not the one that run.db has.</summary>
/// <param name="Computed">The hash, or why there is none.</param>
internal sealed record RoundDifference(RoundRow Round, string Computed)
{
    internal string Text => $"round {Round.Round}, steps {Round.FirstStep} to {Round.FirstStep + Round.Steps}: "
        + $"recorded {Round.Hash}, computed {Computed}";

    internal JsonObject ToJson() => new()
    {
        ["round"] = Round.Round,
        ["from"] = Round.FirstStep,
        ["to"] = Round.FirstStep + Round.Steps,
        ["recorded"] = Round.Hash,
        ["computed"] = Computed,
    };
}

/// <summary>What came of computing rounds again.</summary>
/// <param name="Rounds">That were computed, up to the first that differs.</param>
/// <param name="From">The step of the version that they began with.</param>
internal sealed record ReplayOutcome(int Rounds, long From, long To, RoundDifference? FirstDifference)
{
    internal string Text => FirstDifference?.Text
        ?? $"{Rounds} round{(Rounds == 1 ? "" : "s")}, steps {From} to {To}: all hashes as recorded";

    internal JsonObject ToJson() => new()
    {
        ["rounds"] = Rounds,
        ["from"] = From,
        ["to"] = To,
        ["same"] = FirstDifference is null,
        ["first_difference"] = FirstDifference?.ToJson(),
    };
}
