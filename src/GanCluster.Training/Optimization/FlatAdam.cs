using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Optimization;

/// <summary>
/// Adam (Kingma and Ba, 2015, algorithm 1) over one flat buffer: a handful of calls a network instead of a handful a tensor.
/// </summary>
/// <param name="m">First moments, as long as the weights.</param>
/// <param name="v">Second moments.</param>
internal sealed class FlatAdam(OptimizerOptions options, double learningRate, Tensor weights, Tensor m, Tensor v) : IDisposable
{
    private readonly Tensor _scratch = empty_like(weights).DetachFromDisposeScope();

    /// <param name="gradient">The mean gradient.</param>
    /// <param name="update">The number of this update, from 1.</param>
    /// <param name="factor">Of the learning rate.</param>
    public void Step(Tensor gradient, long update, double factor)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        m.mul_(options.Beta1).add_(gradient, alpha: 1 - options.Beta1);
        v.mul_(options.Beta2).addcmul_(gradient, gradient, value: 1 - options.Beta2);
        var unbiasedM = 1 - Math.Pow(options.Beta1, update);
        var unbiasedV = Math.Sqrt(1 - Math.Pow(options.Beta2, update));

        // As floats, for libtorch throws at a double that is none; an infinite one makes weights whose end is noticed.
        _scratch.copy_(v).sqrt_().div_(unbiasedV).add_((float)options.Epsilon);
        weights.addcdiv_(m, _scratch, value: (float)(-learningRate * factor / unbiasedM));
    }

    public void Dispose() => _scratch.Dispose();
}
