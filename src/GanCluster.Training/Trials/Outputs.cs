using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Trials;

/// <summary>What networks make, against what a run takes.</summary>
internal static class Outputs
{
    /// <summary>The root mean square of images within [-1, 1] is at most 1; a G without Tanh begins at a few at most.</summary>
    private const double LargestRootMeanSquare = 4;

    /// <param name="count">Of the samples that were asked for.</param>
    public static Finding? OfGenerator(string name, Tensor? made, Family family, long count)
    {
        long[] asked = [count, .. family.Shape];
        return Tensors(name, made) ?? made! switch
        {
            _ when !made!.shape.AsSpan().SequenceEqual(asked) => Finding.Refusal(
                $"{name} gives {SampleShape.Text(made.shape)} for {count} samples of shape {SampleShape.Text(family.Shape)}: "
                + $"give {SampleShape.Text(asked)}"),
            _ when family.Image is not null && RootMeanSquare(made) > LargestRootMeanSquare => Finding.Refusal(
                $"{name} gives values of up to {made.abs().max().item<float>():0.#}, and images are in [-1, 1]: end it in Tanh, "
                + "or scale them"),
            _ => null,
        };
    }

    /// <param name="count">Of the samples that it was shown.</param>
    public static Finding? OfDiscriminator(string name, Tensor? scores, int packing, long count)
    {
        var packs = count / packing;
        var each = packing == 1 ? "" : $" in packs of {packing}";
        return Tensors(name, scores) ?? (scores!.shape is [_] or [_, 1] && scores.shape[0] == packs ? null : Finding.Refusal(
            $"{name} gives {SampleShape.Text(scores.shape)} for {count} samples{each}: give a logit for each "
            + $"{(packing == 1 ? "sample" : "pack")}, ({packs}) or ({packs}, 1)"));
    }

    /// <summary>The losses take logits and would squash a probability once more.</summary>
    /// <param name="far">Its scores of samples that are far from all real ones.</param>
    public static Finding? Squashed(RunConfiguration run, string name, Tensor scores, Func<Tensor> far) =>
        run.Objective is "non-saturating" or "minimax" or "relativistic" && AreShares(scores) && AreShares(far())
            ? Finding.Warning(
                $"{name} gives scores in [0, 1] alone, as a Sigmoid at its end does, and objective {run.Objective} takes logits: "
                + "leave Sigmoid out")
            : null;

    private static float RootMeanSquare(Tensor values) => values.square().mean().sqrt().item<float>();

    private static bool AreShares(Tensor scores) => (scores >= 0).all().item<bool>() && (scores <= 1).all().item<bool>();

    private static Finding? Tensors(string name, Tensor? made) => made switch
    {
        null or { IsInvalid: true } => Finding.Refusal($"{name} gives no tensor: return what its forward computes"),
        { dtype: not ScalarType.Float32 } => Finding.Refusal($"{name} gives {made.dtype}: give Float32"),
        _ when !made.isfinite().all().item<bool>() => Finding.Refusal(
            $"{name} gives values that are not finite at its first weights: begin with smaller ones"),
        _ => null,
    };
}
