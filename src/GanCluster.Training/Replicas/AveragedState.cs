using GanCluster.Training.Devices;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// What replicas average in <c>parameters</c>: all that <see cref="Version.Averaged"/> names, end to end, and one number more, by which
/// their mean tells how far they had drifted apart: the squared distance of G's and D's weights from the committed ones.
/// </summary>
internal sealed class AveragedState(Version working, Version committed, IDeviceMemory memory, int replicas)
{
    public int Length { get; } = (int)working.Averaged.Sum(tensor => tensor.numel()) + 1;

    /// <summary>Of the working version, as one replica's steps have left it.</summary>
    public void Write(Memory<float> state)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var flat = TensorMemory.Of(state).Tensor;
        ForEach(flat, memory.ToHost);
        memory.ToHost((Squared(working.G, committed.G) + Squared(working.D, committed.D)).to(ScalarType.Float32), flat.narrow(0, Length - 1, 1));
    }

    /// <summary>Makes the working version the mean of all replicas.</summary>
    /// <returns>The root mean square of the replicas' distances from the mean, by the mean's norm, of G's and D's weights together; NaN for
    /// a single replica.</returns>
    public double Take(Memory<float> sum)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        ForEach(TensorMemory.Of(sum).Tensor, (tensor, part) =>
        {
            memory.ToDevice(part, tensor);
            tensor.div_(replicas);
        });

        // E|w - mean|^2 = E|w - w0|^2 - |mean - w0|^2, which are of one size where weights are far larger.
        var squares = cat(
        [
            Squared(working.G, committed.G) + Squared(working.D, committed.D),
            working.G.square().sum(ScalarType.Float64).reshape(1) + working.D.square().sum(ScalarType.Float64).reshape(1),
        ]);
        var (moved, norm) = memory.Fetch(squares).data<double>() is var read ? (read[0], read[1]) : default;
        var apart = (sum.Span[Length - 1] / (double)replicas) - moved;
        return replicas == 1 ? double.NaN : Math.Sqrt(Math.Max(0, apart) / norm);
    }

    /// <summary>(1), in double precision.</summary>
    private static Tensor Squared(Tensor weights, Tensor begun) => (weights - begun).square().sum(ScalarType.Float64).reshape(1);

    private void ForEach(Tensor flat, Action<Tensor, Tensor> copy)
    {
        var offset = 0L;
        foreach (var tensor in working.Averaged)
        {
            copy(tensor, flat.narrow(0, offset, tensor.numel()));
            offset += tensor.numel();
        }
    }
}
