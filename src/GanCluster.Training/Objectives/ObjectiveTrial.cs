using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GanCluster.Training.Objectives;

/// <summary>Tries an objective on made-up scores, for what it must keep to shows nowhere else.</summary>
internal static class ObjectiveTrial
{
    private static readonly float[] Real = [1.5f, -0.25f, 0.75f, 2];
    private static readonly float[] Fake = [-1, 0.5f, -0.125f, 0.25f];

    /// <summary>One line: what is wrong, and the fix; null if nothing is.</summary>
    public static string? Misfit(IObjective objective)
    {
        using var scope = NewDisposeScope();
        return Misfit(nameof(IObjective.DiscriminatorLoss), objective.DiscriminatorLoss)
            ?? Misfit(
                nameof(IObjective.GeneratorLoss),
                (real, fake) => objective.GeneratorLoss(objective.IsRelativistic ? real : null, fake));
    }

    private static string? Misfit(string method, Func<Tensor, Tensor, Tensor> loss)
    {
        try
        {
            var (first, second) = (Try(loss), Try(loss));
            return first switch
            {
                _ when first.numel() != 1 =>
                    $"{method} gives a tensor of shape ({string.Join(", ", first.shape)}), not one number: take its mean()",
                { requires_grad: false } => $"{method} gives a number without a gradient: compute it from the scores it is given",
                _ when !first.isfinite().item<bool>() => $"{method} gives a number that is not finite for scores of 2 at most",
                _ when !first.bytes.SequenceEqual(second.bytes) =>
                    $"{method} gives another number for the same scores: it must keep nothing and draw no random numbers",
                _ => null,
            };
        }
        catch (Exception e) when (e is ExternalException or InvalidOperationException or ArgumentException or NullReferenceException)
        {
            return $"{method} fails on scores of shape (4): {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static Tensor Try(Func<Tensor, Tensor, Tensor> loss) =>
        loss(tensor(Real).requires_grad_(), tensor(Fake).requires_grad_());
}
