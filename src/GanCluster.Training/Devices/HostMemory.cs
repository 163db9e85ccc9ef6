using static TorchSharp.torch;

namespace GanCluster.Training.Devices;

/// <summary>The processor's: a tensor is where it is needed.</summary>
public sealed class HostMemory : IDeviceMemory
{
    public static readonly HostMemory Instance = new();

    private HostMemory()
    {
    }

    public Device Device => CPU;

    public bool IsHost => true;

    public Tensor Host(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32) => empty(shape, type);

    public Tensor ToDevice(Tensor host) => host;

    public void ToDevice(Tensor host, Tensor device) => device.copy_(host);

    public void ToHost(Tensor device, Tensor host) => host.copy_(device);

    public void Synchronize()
    {
    }
}
