using static TorchSharp.torch;

namespace GanCluster.Training.Trials;

internal static class Bits
{
    /// <summary>Whether two tensors on the CPU have the same type, shape and bits.</summary>
    public static bool Same(Tensor one, Tensor other)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return one.dtype == other.dtype && one.shape.AsSpan().SequenceEqual(other.shape)
            && one.detach().contiguous().bytes.SequenceEqual(other.detach().contiguous().bytes);
    }
}
