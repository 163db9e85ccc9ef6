using static TorchSharp.torch;

namespace GanCluster.Training.Devices;

/// <summary>
/// How tensors go between the host, where the data and the exchange are, and the device that a worker computes on. What differs
/// between a processor and a GPU is behind this; a copy that is begun runs beside what the host does next.
/// </summary>
public interface IDeviceMemory
{
    Device Device { get; }

    /// <summary>Whether the device computes in the host's own memory: nothing is copied then.</summary>
    bool IsHost { get; }

    /// <summary>A tensor on the host that the device can copy from and to; its values are undefined.</summary>
    Tensor Host(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32);

    /// <summary>Begins a copy to the device; the tensor itself where nothing is copied. What was given may be disposed at once, but not
    /// be written to before <see cref="Synchronize"/>.</summary>
    Tensor ToDevice(Tensor host);

    /// <summary>Begins a copy from the host to a tensor of the device.</summary>
    void ToDevice(Tensor host, Tensor device);

    /// <summary>Begins a copy from the device to a tensor of the host, where it is after <see cref="Synchronize"/>.</summary>
    void ToHost(Tensor device, Tensor host);

    /// <summary>Waits until the device has done what it was told.</summary>
    void Synchronize();
}
