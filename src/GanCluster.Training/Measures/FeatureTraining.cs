using System.Runtime.InteropServices;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Optimization;
using static TorchSharp.torch;

namespace GanCluster.Training.Measures;

/// <summary>
/// Trains a <see cref="FeatureNetwork"/> by cross-entropy and Adam. Weights and order come from the seed alone, so that on one
/// thread equal images give equal bits.
/// </summary>
internal static class FeatureTraining
{
    public const int Epochs = 5;
    private const int Batch = 64;
    private const double LearningRate = 2e-3;
    private const double WarmUp = 0.1;

    public static FeatureNetwork Train(LabelledImages data, int classes, ulong seed, int epochs = Epochs)
    {
        var network = FeatureNetwork.Initial(classes, seed);
        using var scope = NewDisposeScope();
        using var adam = new FlatAdam(
            new OptimizerOptions { Beta1 = 0.9, Beta2 = 0.999 },
            LearningRate,
            network.Flat,
            zeros_like(network.Flat),
            zeros_like(network.Flat));
        var order = new SampleOrder(seed, data.Images.Count);
        var steps = (long)epochs * data.Images.Count / Batch;
        for (long step = 0; step < steps; step++)
        {
            using var each = NewDisposeScope();
            adam.Step(Gradient(network, data, order, step * Batch), step + 1, Factor((double)step / steps));
        }

        return network;
    }

    private static Tensor Gradient(FeatureNetwork network, LabelledImages data, SampleOrder order, long first)
    {
        var (x, target) = (empty(Batch, 1, GreyImages.Side, GreyImages.Side), zeros(Batch, network.Classes));
        var pixels = MemoryMarshal.Cast<byte, float>(x.bytes);
        var chosen = MemoryMarshal.Cast<byte, float>(target.bytes);
        for (var i = 0; i < Batch; i++)
        {
            var index = (int)order.IndexAt(first + i);
            data.Images.CopyValues(index, pixels.Slice(i * GreyImages.PixelsEach, GreyImages.PixelsEach));
            chosen[(i * network.Classes) + data.Labels[index]] = 1;
        }

        var loss = (network.Forward(x).Logits.log_softmax(1) * target).sum() / -Batch;
        return cat([.. autograd.grad([loss], network.Leaves).Select(gradient => gradient.flatten())]);
    }

    /// <summary>Of the learning rate: a straight line up, then half a cosine down to 0.</summary>
    private static double Factor(double progress) =>
        Math.Min(1, progress / WarmUp) * 0.5 * (1 + Math.Cos(Math.PI * progress));
}
