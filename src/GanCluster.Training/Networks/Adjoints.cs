using GanCluster.Training.Libtorch;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>Gradients of one number by several tensors, which are added up as they come.</summary>
/// <param name="createGraph">Whether they have graphs of their own.</param>
internal sealed class Adjoints(bool createGraph)
{
    private readonly Dictionary<Tensor, Tensor> _sums = new(ReferenceEqualityComparer.Instance);

    /// <returns>Null if the number does not depend on it, as far as was looked.</returns>
    public Tensor? Of(Tensor by) => _sums.GetValueOrDefault(by);

    /// <summary>The same, which is then forgotten.</summary>
    public Tensor? Taken(Tensor by) => _sums.Remove(by, out var sum) ? sum : null;

    /// <summary>What the number has by some tensors by way of others.</summary>
    /// <param name="over">The others, with their graphs.</param>
    /// <param name="shares">The number's gradients by them.</param>
    /// <param name="isLast">Whether nobody goes through these graphs again, and the scope that they are in ends with them.</param>
    public void Add(IReadOnlyList<Tensor> over, IReadOnlyList<Tensor> shares, IReadOnlyList<Tensor> by, bool isLast = false)
    {
        var used = over.Zip(shares).Where(pair => pair.First.requires_grad).ToList();
        if (used.Count == 0 || by.Count == 0)
        {
            return;
        }

        var gradients = Autograd.Gradients(
            [.. used.Select(pair => pair.First)], [.. used.Select(pair => pair.Second)], by, retainGraph: !isLast, createGraph);
        foreach (var (tensor, gradient) in by.Zip(gradients))
        {
            if (gradient is null)
            {
                continue;
            }

            var sum = _sums.TryGetValue(tensor, out var before) ? before + gradient : gradient;
            before?.Dispose();
            _sums[tensor] = isLast ? sum.MoveToOuterDisposeScope() : sum;
        }
    }
}
