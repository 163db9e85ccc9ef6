using System.Collections.Immutable;

namespace GanCluster.Core.Health;

/// <summary>What was measured of a run at a step that its configuration fixes.</summary>
/// <param name="Values">
/// By the names below; others and what is missing are not judged. Losses and scores are means over the steps since the check before.
/// </param>
public sealed record HealthCheck(long Step, ImmutableSortedDictionary<string, double> Values)
{
    /// <summary>Modes of a mixture with a high-quality point.</summary>
    public const string Modes = "modes";

    /// <summary>Of a mixture's points.</summary>
    public const string HighQualityShare = "high_quality_share";
    public const string Recall = "recall";
    public const string Coverage = "coverage";

    /// <summary>KL(generated histogram over the modes || uniform), in nats.</summary>
    public const string ReverseKl = "reverse_kl";

    /// <summary>Of labelled images, those with a part of their share.</summary>
    public const string Classes = "classes";

    /// <summary>KL(generated images by class || real ones by class), in nats.</summary>
    public const string ClassKl = "class_kl";

    /// <summary>The mean distance between two samples, in any unit that stays the same.</summary>
    public const string Diversity = "diversity";
    public const string LossD = "loss_d";
    public const string LossG = "loss_g";
    public const string ScoreReal = "score_real";
    public const string ScoreFake = "score_fake";

    /// <param name="values">Each name once.</param>
    public static HealthCheck Of(long step, params IEnumerable<(string Name, double Value)> values) =>
        new(step, values.ToImmutableSortedDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal));
}
