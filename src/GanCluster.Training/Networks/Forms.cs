using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>The two forms of a network's module: with labels and without.</summary>
internal static class Forms
{
    public static bool TakesLabels(nn.Module module) => module is nn.Module<Tensor, Tensor, Tensor>;

    /// <param name="labels">(N) int64; a network without labels is told none.</param>
    /// <exception cref="ArgumentException">It is of neither form.</exception>
    public static Tensor Call(nn.Module module, Tensor x, Tensor? labels) => module switch
    {
        nn.Module<Tensor, Tensor, Tensor> labelled => Recomputation.Call(
            labelled, x, labels ?? throw new ArgumentNullException(nameof(labels), $"{module.GetType().Name} takes labels")),
        nn.Module<Tensor, Tensor> plain => Recomputation.Call(plain, x),
        _ => throw new ArgumentException(
            $"{module.GetType().Name} is neither a Module<Tensor, Tensor> nor a Module<Tensor, Tensor, Tensor>", nameof(module)),
    };
}
