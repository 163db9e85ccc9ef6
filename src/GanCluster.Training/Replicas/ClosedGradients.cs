using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// What <see cref="AdversarialGradients"/> computes, of a D whose derivatives are known in closed form: only what lies beyond its
/// scores and slopes, a number for each sample, has a graph.
/// </summary>
internal sealed class ClosedGradients(PenaltyOptions penalties, IObjective objective)
{
    /// <inheritdoc cref="AdversarialGradients.Discriminator"/>
    public (IList<Tensor> Gradients, Tensor Loss, Tensor ScoreX, Tensor ScoreY) Discriminator(
        DiscriminatorNetwork d, Shown shown, double factor)
    {
        var pass = d.Run(cat([shown.Real, shown.Fake.detach()], 0));
        var (n, scores) = (pass.Outputs.shape[0] / 2, pass.Outputs.view(-1));
        var (loss, shares) = Slopes(scores, all => objective.DiscriminatorLoss(all.narrow(0, 0, n), all.narrow(0, n, n)));
        var slopes = pass.Backward(ones_like(pass.Outputs));
        Tensor? directions = null;
        if (penalties.R1 > 0 || penalties.R2 > 0)
        {
            (var penalty, directions) = Penalty(pass.ByInput(slopes), squared =>
                SlopePenalties.ZeroCentred(squared.narrow(0, 0, n), penalties.R1 * factor)
                + SlopePenalties.ZeroCentred(squared.narrow(0, n, n), penalties.R2 * factor));
            loss += penalty;
        }

        var gradients = pass.Weights(slopes, shares.view(-1, 1), directions);
        if (shown.Between is not null)
        {
            var (penalty, added) = GradientPenalty(d, shown, factor);
            (loss, gradients) = (loss + penalty, [.. gradients.Zip(added, (one, other) => one + other)]);
        }

        return (gradients, loss, scores.narrow(0, 0, n), scores.narrow(0, n, n));
    }

    /// <inheritdoc cref="AdversarialGradients.Generator"/>
    public (IList<Tensor> Gradients, Tensor Loss) Generator(GeneratorNetwork g, DiscriminatorNetwork d, Shown shown)
    {
        var fake = shown.Fake.detach();
        var pass = d.Run(objective.IsRelativistic ? cat([fake, shown.Real], 0) : fake);
        var n = fake.shape[0] / d.Packing;
        var (loss, shares) = Slopes(
            pass.Outputs.view(-1),
            all => objective.GeneratorLoss(objective.IsRelativistic ? all.narrow(0, n, n) : null, all.narrow(0, 0, n)));
        var judged = objective.IsRelativistic ? pass.Of(0, n) : pass;
        var slopes = judged.ByInput(judged.Backward(shares.narrow(0, 0, n).view(-1, 1)));
        return (g.Gradients(shown.Fake, slopes.view(shown.Fake.shape), d), loss);
    }

    private (Tensor Penalty, IList<Tensor> Gradients) GradientPenalty(DiscriminatorNetwork d, Shown shown, double factor)
    {
        var pass = d.Run(shown.Middle());
        var slopes = pass.Backward(ones_like(pass.Outputs));
        var (penalty, directions) = Penalty(
            pass.ByInput(slopes), squared => SlopePenalties.OneCentred(squared, penalties.Gradient * factor));
        return (penalty, pass.Weights(slopes, shares: null, directions));
    }

    /// <param name="slopes">Of each score by its inputs, (N, inputs).</param>
    /// <returns>The penalty, and its own slopes by these.</returns>
    private static (Tensor Penalty, Tensor Directions) Penalty(Tensor slopes, Func<Tensor, Tensor> ofSquared)
    {
        var (penalty, bySquared) = Slopes(slopes.square().sum(1), ofSquared);
        return (penalty, slopes * (bySquared * 2).view(-1, 1));
    }

    /// <returns>The function's value without its graph, and its slopes by <paramref name="values"/>.</returns>
    private static (Tensor Value, Tensor Slopes) Slopes(Tensor values, Func<Tensor, Tensor> function)
    {
        var leaf = values.detach().requires_grad_();
        var value = function(leaf);
        return (value.detach(), autograd.grad([value], [leaf])[0]);
    }
}
