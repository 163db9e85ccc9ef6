using static TorchSharp.torch;

namespace GanCluster.Training.Devices;

/// <summary>A GPU's: host tensors are pinned, and copies go without the host. libtorch keeps a pinned block that was given back until
/// the copies from it are done.</summary>
internal sealed class CudaMemory(int index) : IDeviceMemory
{
    public Device Device { get; } = device(TorchSharp.DeviceType.CUDA, index);

    public bool IsHost => false;

    public Tensor Host(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32)
    {
        using var pageable = empty(shape, type);
        return pageable.pin_memory();
    }

    public Tensor ToDevice(Tensor host) => host.to(Device, non_blocking: true);

    public void ToDevice(Tensor host, Tensor device) => device.copy_(host, nonBlocking: true);

    public void ToHost(Tensor device, Tensor host) => host.copy_(device, nonBlocking: true);

    public void Synchronize() => cuda.synchronize(Device);
}
