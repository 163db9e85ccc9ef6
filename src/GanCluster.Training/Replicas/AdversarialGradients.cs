using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// The gradients of both losses over one batch. Takes tensors, returns gradients and figures; knows nothing of optimizers, of
/// other
/// replicas, or of where the batch came from.
/// </summary>
internal sealed class AdversarialGradients(RunConfiguration configuration)
{
    private readonly IObjective _objective = Objective.Of(configuration.Objective);
    private readonly ScoreScale _scale = ScoreScales.Of(configuration);
    private readonly double _r1 = configuration.Penalties.R1;
    private readonly double _r2 = configuration.Penalties.R2;

    /// <summary>G(z), with the graph that <see cref="Generator"/> needs if <paramref name="keepGraph"/>.</summary>
    public static Tensor Generate(FlatNetwork g, Tensor z, bool keepGraph) =>
        g.Forward(z, keepGraph ? g.Leaves : g.Constants, OwnBatchNorm.Instance);

    /// <summary>D's loss with its penalties at <paramref name="gammaFactor"/> times their gammas.</summary>
    /// <param name="fake">Detached here: G takes no part in D's update.</param>
    public (IList<Tensor> Gradients, double Loss, double ScoreReal, double ScoreFake) Discriminator(
        FlatNetwork d, Tensor real, Tensor fake, double gammaFactor)
    {
        var penalized = _r1 > 0 || _r2 > 0;
        var x = real.detach().requires_grad_(penalized);
        var y = fake.detach().requires_grad_(penalized);
        var (scoreX, scoreY, penalty) = d.Layout.Spec.HasBatchNorm
            ? ScoreApart(d, x, y, gammaFactor)
            : ScoreTogether(d, x, y, gammaFactor);
        var adversarial = _objective.DiscriminatorLoss(scoreX, scoreY);
        var loss = penalty is null ? adversarial : adversarial + penalty;
        var gradients = autograd.grad([loss], [.. d.Leaves]);
        return (gradients, loss.item<float>(), Score(scoreX), Score(scoreY));
    }

    /// <summary>G's loss through a D whose weights are constants: their gradients are never computed.</summary>
    /// <param name="fake">With its graph.</param>
    public (IList<Tensor> Gradients, double Loss) Generator(FlatNetwork g, FlatNetwork d, Tensor real, Tensor fake)
    {
        var scoreY = d.Forward(fake, d.Constants, OwnBatchNorm.Instance);
        var scoreX = _objective.IsRelativistic ? d.Forward(real, d.Constants, OwnBatchNorm.Instance) : null;
        var loss = _objective.GeneratorLoss(scoreX, scoreY);
        return (autograd.grad([loss], [.. g.Leaves]), loss.item<float>());
    }

    private (Tensor ScoreX, Tensor ScoreY, Tensor? Penalty) ScoreApart(FlatNetwork d, Tensor x, Tensor y, double factor)
    {
        var scoreX = d.Forward(x, d.Leaves, OwnBatchNorm.Instance);
        var scoreY = d.Forward(y, d.Leaves, OwnBatchNorm.Instance);
        var r1 = _r1 > 0 ? SquaredSlopes(scoreX, x).mean() * (_r1 * factor / 2) : null;
        var r2 = _r2 > 0 ? SquaredSlopes(scoreY, y).mean() * (_r2 * factor / 2) : null;
        return (scoreX, scoreY, r1 is null ? r2 : r2 is null ? r1 : r1 + r2);
    }

    /// <summary>One pass for both halves, where a sample's score does not depend on its batch.</summary>
    private (Tensor ScoreX, Tensor ScoreY, Tensor? Penalty) ScoreTogether(FlatNetwork d, Tensor x, Tensor y, double factor)
    {
        var n = x.shape[0];
        var both = cat([x, y], 0);
        var scores = d.Forward(both, d.Leaves, OwnBatchNorm.Instance);
        var (scoreX, scoreY) = (scores.narrow(0, 0, n), scores.narrow(0, n, n));
        if (_r1 <= 0 && _r2 <= 0)
        {
            return (scoreX, scoreY, null);
        }

        var slopes = SquaredSlopes(scores, both);
        var penalty = (slopes.narrow(0, 0, n).mean() * (_r1 * factor / 2)) + (slopes.narrow(0, n, n).mean() * (_r2 * factor / 2));
        return (scoreX, scoreY, penalty);
    }

    /// <summary>|d score_i / d x_i|^2, (N), differentiable once more: the penalties' gradients are second-order.</summary>
    private static Tensor SquaredSlopes(Tensor scores, Tensor x)
    {
        var slopes = autograd.grad([scores.sum()], [x], retain_graph: true, create_graph: true)[0];
        return slopes.square().flatten(1).sum(1);
    }

    private double Score(Tensor logits)
    {
        var scores = logits.detach();
        return (_scale == ScoreScale.Probability ? scores.sigmoid() : scores).mean().item<float>();
    }
}
