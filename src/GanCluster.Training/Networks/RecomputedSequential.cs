using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// A sequence of which a run with <c>network.recompute</c> keeps what each block is given, and computes the rest again on the way
/// back. A block begins at each layer that has a weight of two dimensions or more (a convolution, a linear layer, a sequence or a
/// module that has one), and has what follows it. A network that is a Sequential needs none; this is for sequences within modules
/// of one's own, each called once in a pass. What lies outside of them keeps its activations.
/// </summary>
/// <remarks>The bits are those of a run without the key. Only the order of a sum of three or more, and so a last digit, is another where
/// a weight is used by two of them, or where D is penalized and what comes before one has a second derivative, as tanh has and a
/// leaky unit has not; whoever computes, it is the same.</remarks>
public sealed class RecomputedSequential(params nn.Module<Tensor, Tensor>[] layers) : Sequential(layers), IRecomputes
{
    /// <inheritdoc/>
    public override Tensor forward(Tensor tensor) => Recomputation.Call(this, tensor);

    /// <summary>As any sequence.</summary>
    internal Tensor Plain(Tensor x) => base.forward(x);
}
