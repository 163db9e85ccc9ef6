using GanCluster.Core.Sums;
using GanCluster.Training.Devices;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// What replicas average in <c>parameters</c>: <see cref="Version.Trained"/> and the share if there is one, end to end, and one number more, by which
/// their mean tells how far they had drifted apart: the squared distance of G's and D's weights from the committed ones.
/// </summary>
internal sealed class AveragedState
{
    private readonly Version _working;
    private readonly Version _committed;
    private readonly IDeviceMemory _memory;
    private readonly int _replicas;
    private readonly bool _rounds;
    private readonly List<(int Offset, Tensor Tensor)> _parts = [];

    /// <param name="rounds">The sum is one of <see cref="EightBits"/>. Of the weights it is given how far they have moved from the committed
    /// ones, of which they are a small part; and nothing shares a block with what is of another size.</param>
    public AveragedState(Version working, Version committed, IDeviceMemory memory, int replicas, bool rounds)
    {
        (_working, _committed, _memory, _replicas, _rounds) = (working, committed, memory, replicas, rounds);
        foreach (var tensor in working.Trained)
        {
            Add(tensor);
            Length += rounds ? -Length & (EightBits.Block - 1) : 0;
        }

        Rounded = rounds ? Length : 0;
        if (working.Share is { } share)
        {
            Add(share);
        }

        Length++;
    }

    public int Length { get; private set; }

    /// <summary>Floats at the start: weights and moments, if they are rounded.</summary>
    public int Rounded { get; }

    /// <summary>Of the working version, as one replica's steps have left it.</summary>
    public void Write(Memory<float> state)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        if (_rounds)
        {
            state.Span.Clear();
        }

        var flat = TensorMemory.Of(state).Tensor;
        foreach (var (offset, tensor) in _parts)
        {
            _memory.ToHost(Begun(tensor) is { } begun ? tensor - begun : tensor, flat.narrow(0, offset, tensor.numel()));
        }

        _memory.ToHost(Moved().to(ScalarType.Float32), flat.narrow(0, Length - 1, 1));
    }

    /// <summary>Makes the working version the mean of all replicas.</summary>
    /// <returns>The root mean square of the replicas' distances from the mean, by the mean's norm, of G's and D's weights together; NaN for
    /// a single replica.</returns>
    public double Take(Memory<float> sum)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var flat = TensorMemory.Of(sum).Tensor;
        foreach (var (offset, tensor) in _parts)
        {
            _memory.ToDevice(flat.narrow(0, offset, tensor.numel()), tensor);
            tensor.div_(_replicas);
            if (Begun(tensor) is { } begun)
            {
                tensor.add_(begun);
            }
        }

        // E|w - mean|^2 = E|w - w0|^2 - |mean - w0|^2, which are of one size where weights are far larger.
        var squares = cat(
        [
            Moved(),
            _working.G.square().sum(ScalarType.Float64).reshape(1) + _working.D.square().sum(ScalarType.Float64).reshape(1),
        ]);
        var (moved, norm) = _memory.Fetch(squares).data<double>() is var read ? (read[0], read[1]) : default;
        var apart = (sum.Span[Length - 1] / (double)_replicas) - moved;
        return _replicas == 1 ? double.NaN : Math.Sqrt(Math.Max(0, apart) / norm);
    }

    /// <summary>(1), in double precision: |w - w0|^2.</summary>
    private Tensor Moved() => Squared(_working.G, _committed.G) + Squared(_working.D, _committed.D);

    private static Tensor Squared(Tensor weights, Tensor begun) => (weights - begun).square().sum(ScalarType.Float64).reshape(1);

    /// <summary>What a tensor's part of the state counts from; null: from zero.</summary>
    private Tensor? Begun(Tensor tensor) => !_rounds ? null
        : ReferenceEquals(tensor, _working.G) ? _committed.G
        : ReferenceEquals(tensor, _working.D) ? _committed.D
        : null;

    private void Add(Tensor tensor)
    {
        _parts.Add((Length, tensor));
        Length += (int)tensor.numel();
    }
}
