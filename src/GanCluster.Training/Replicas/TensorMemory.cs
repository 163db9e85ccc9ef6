using System.Buffers;
using System.Runtime.InteropServices;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// A host tensor lent out as <see cref="Memory{T}"/>, so that the exchange reads what the replica wrote without a copy.
/// </summary>
internal sealed class TensorMemory : MemoryManager<float>
{
    private readonly Dictionary<ParameterLayout, Tensor[]> _views = [];

    /// <param name="memory">Of the device that copies from it and to it.</param>
    public TensorMemory(int length, IDeviceMemory memory)
    {
        Tensor = memory.Host([length]).DetachFromDisposeScope();
        GetSpan().Clear();
    }

    /// <summary>(length), on the CPU.</summary>
    public Tensor Tensor { get; }

    public static TensorMemory Of(Memory<float> memory) =>
        MemoryMarshal.TryGetMemoryManager<float, TensorMemory>(memory, out var manager, out var start, out var length) &&
        start == 0 && length == manager.Tensor.numel()
            ? manager
            : throw new ArgumentException("the memory was not rented from a replica", nameof(memory));

    /// <summary>The parameters of a layout that lies at the tensor's start, in their shapes.</summary>
    public Tensor[] Views(ParameterLayout layout)
    {
        if (!_views.TryGetValue(layout, out var views))
        {
            _views.Add(layout, views = layout.ViewsOf(Tensor));
        }

        return views;
    }

    public override Span<float> GetSpan() => MemoryMarshal.Cast<byte, float>(Tensor.bytes);

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException("use the span");

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var view in _views.Values.SelectMany(v => v))
            {
                view.Dispose();
            }

            Tensor.Dispose();
        }
    }
}
