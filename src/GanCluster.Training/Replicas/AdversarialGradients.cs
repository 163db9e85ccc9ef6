using GanCluster.Core.Runs;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>What D is shown on one level.</summary>
/// <param name="Real">(N, sample shape)</param>
/// <param name="Fake">As many.</param>
/// <param name="Labels">Of both, (N) int64; null without conditioning.</param>
/// <param name="First">The position in the run of the first sample.</param>
/// <param name="Between">(N): how far from the generated to the real sample the gradient penalty looks; null without one.</param>
internal sealed record Shown(Tensor Real, Tensor Fake, Tensor? Labels = null, Tensor? Between = null, long First = 0)
{
    public int Count => (int)Real.shape[0];

    /// <summary>Where the gradient penalty looks.</summary>
    public Tensor Middle()
    {
        long[] around = [.. Real.shape[1..].Select(_ => 1L)];
        return (Fake + ((Real - Fake) * Between!.view([-1, .. around]))).detach();
    }
}

/// <summary>
/// The gradients of both losses over one batch, in the type of number that it comes in. Takes tensors, returns gradients and
/// figures; knows nothing of optimizers, of other replicas, or of where the batch came from.
/// </summary>
/// <param name="objective">The run's; null: the built-in one of its name.</param>
internal sealed class AdversarialGradients(RunConfiguration configuration, IObjective? objective = null)
{
    private readonly IObjective _objective = objective ?? Objective.Of(configuration.Objective);
    private readonly ClosedGradients _closed = new(configuration.Penalties, objective ?? Objective.Of(configuration.Objective));
    private readonly ScoreScale _scale = ScoreScales.Of(configuration);
    private readonly double _r1 = configuration.Penalties.R1;
    private readonly double _r2 = configuration.Penalties.R2;

    /// <summary>D's loss, the sum over its levels, with penalties at <paramref name="factor"/> times their weights; the scores
    /// are means over the levels. The generated samples are detached here: G takes no part in D's update.</summary>
    /// <returns>The figures have no dimensions, and stay where they are computed; so do each level's logits of real samples, which have
    /// their graph.</returns>
    public (IList<Tensor> Gradients, Tensor Loss, Tensor ScoreReal, Tensor ScoreFake, IReadOnlyList<Tensor> Real) Discriminator(
        DiscriminatorNetwork d, IReadOnlyList<Shown> shown, double factor)
    {
        if (d.IsClosed)
        {
            using var mark = Underway.Of(d.Name, "its gradients");
            var closed = _closed.Discriminator(d, shown[0], factor);
            return (closed.Gradients, Figure(closed.Loss), Score([closed.ScoreX]), Score([closed.ScoreY]), [closed.ScoreX]);
        }

        var levels = shown.Select((one, level) => Level(new DiscriminatorLevel(d, level), one, factor)).ToList();
        var loss = levels.Select(level => level.Loss).Aggregate((sum, one) => sum + one);
        var gradients = d.Gradients(loss);
        using var frozen = no_grad();
        var real = levels.Select(level => level.ScoreX).ToList();
        return (gradients, Figure(loss), Score(real), Score(levels.Select(level => level.ScoreY)), real);
    }

    private (Tensor Loss, Tensor ScoreX, Tensor ScoreY) Level(DiscriminatorLevel d, Shown shown, double factor)
    {
        var penalized = _r1 > 0 || _r2 > 0;
        var x = shown.Real.detach().requires_grad_(penalized);
        var y = shown.Fake.detach().requires_grad_(penalized);
        var (scoreX, scoreY, penalty) = d.Network.HasBatchNorm
            ? ScoreApart(d, x, y, shown, factor)
            : ScoreTogether(d, x, y, shown, factor);
        var adversarial = _objective.DiscriminatorLoss(scoreX, scoreY);
        var loss = penalty is null ? adversarial : adversarial + penalty;
        loss = shown.Between is null ? loss : loss + GradientPenalty(d, shown, factor);
        return (loss, scoreX, scoreY);
    }

    /// <summary>G's loss through a D whose weights are constants: their gradients are never computed.</summary>
    /// <param name="shown">The generated samples with their graph.</param>
    public (IList<Tensor> Gradients, Tensor Loss) Generator(
        GeneratorNetwork g, DiscriminatorNetwork d, IReadOnlyList<Shown> shown)
    {
        if (d.IsClosed)
        {
            using var mark = Underway.Of(g.Name, "its gradients");
            var closed = _closed.Generator(g, d, shown[0]);
            return (closed.Gradients, Figure(closed.Loss));
        }

        using var constants = d.AsConstants();
        var loss = shown.Select((one, level) =>
        {
            var judge = new DiscriminatorLevel(d, level);
            var scoreY = Score(judge, one.Fake, one.Labels, one, NoisePass.FakeForGenerator);
            var scoreX = _objective.IsRelativistic ? Score(judge, one.Real, one.Labels, one, NoisePass.RealForGenerator) : null;
            return _objective.GeneratorLoss(scoreX, scoreY);
        }).Aggregate((sum, one) => sum + one);
        return (g.Gradients(loss, d), Figure(loss));
    }

    private (Tensor ScoreX, Tensor ScoreY, Tensor? Penalty) ScoreApart(
        DiscriminatorLevel d, Tensor x, Tensor y, Shown shown, double factor)
    {
        var scoreX = Score(d, x, shown.Labels, shown, NoisePass.RealForDiscriminator);
        var scoreY = Score(d, y, shown.Labels, shown, NoisePass.FakeForDiscriminator);
        var r1 = _r1 > 0 ? SlopePenalties.ZeroCentred(d.SquaredSlopes(scoreX, x), _r1 * factor) : null;
        var r2 = _r2 > 0 ? SlopePenalties.ZeroCentred(d.SquaredSlopes(scoreY, y), _r2 * factor) : null;
        return (scoreX, scoreY, r1 is null ? r2 : r2 is null ? r1 : r1 + r2);
    }

    /// <summary>One pass for both halves, where a sample's score does not depend on its batch.</summary>
    private (Tensor ScoreX, Tensor ScoreY, Tensor? Penalty) ScoreTogether(
        DiscriminatorLevel d, Tensor x, Tensor y, Shown shown, double factor)
    {
        var both = cat([x, y], 0);
        var labels = shown.Labels is { } one ? cat([one, one], 0) : null;
        var scores = Score(d, both, labels, shown, NoisePass.RealForDiscriminator, NoisePass.FakeForDiscriminator);
        var n = scores.shape[0] / 2;
        var (scoreX, scoreY) = (scores.narrow(0, 0, n), scores.narrow(0, n, n));
        if (_r1 <= 0 && _r2 <= 0)
        {
            return (scoreX, scoreY, null);
        }

        var slopes = d.SquaredSlopes(scores, both);
        var penalty = SlopePenalties.ZeroCentred(slopes.narrow(0, 0, n), _r1 * factor)
            + SlopePenalties.ZeroCentred(slopes.narrow(0, n, n), _r2 * factor);
        return (scoreX, scoreY, penalty);
    }

    private Tensor GradientPenalty(DiscriminatorLevel d, Shown shown, double factor)
    {
        var x = shown.Middle().requires_grad_();
        var slopes = d.SquaredSlopes(Score(d, x, shown.Labels, shown, NoisePass.Between), x);
        return SlopePenalties.OneCentred(slopes, configuration.Penalties.Gradient * factor);
    }

    private Tensor Score(
        DiscriminatorLevel d, Tensor x, Tensor? labels, Shown shown, params ReadOnlySpan<NoisePass> passes)
    {
        using var place = NoisePlace.Training(configuration.Seed, shown.First, shown.Count, passes);
        return d.Score(x, labels);
    }

    /// <summary>Without its graph.</summary>
    internal static Tensor Figure(Tensor scalar) => scalar.detach().to(ScalarType.Float64).reshape();

    /// <summary>The mean over the levels of each one's mean score.</summary>
    private Tensor Score(IEnumerable<Tensor> logits)
    {
        var levels = logits.Select(of => Figure((_scale == ScoreScale.Probability ? of.sigmoid() : of).mean())).ToList();
        return levels.Count == 1 ? levels[0] : levels.Aggregate((sum, one) => sum + one) / levels.Count;
    }

    private readonly record struct DiscriminatorLevel(DiscriminatorNetwork Network, int Number)
    {
        public Tensor Score(Tensor x, Tensor? labels) => Network.Score(x, labels, Number);

        public Tensor SquaredSlopes(Tensor scores, Tensor x) => Network.SquaredSlopes(scores, x);
    }
}
