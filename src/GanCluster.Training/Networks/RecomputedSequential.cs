using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// A sequence of which a run with <c>network.recompute</c> keeps what each block is given, and computes the rest again on the way
/// back. A block begins at each layer that has a weight of two dimensions or more (a convolution, a linear layer, a sequence or a
/// module that has one), and has what follows it. A network that is a Sequential needs none; this is for sequences within modules
/// of one's own.
/// </summary>
public sealed class RecomputedSequential(params nn.Module<Tensor, Tensor>[] layers) : Sequential(layers), IRecomputes
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => Recomputation.Call(this, tensor);

    /// <summary>As any sequence.</summary>
    internal Tensor Plain(Tensor x) => base.forward(x);
}
