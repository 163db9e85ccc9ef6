using GanCluster.Training.Devices;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Devices;

/// <summary>Faulty: a device that makes something else of what it is given.</summary>
internal sealed class Spoilt : IDeviceMemory
{
    private readonly FakeDevice _device = new();

    public Device Device => _device.Device;

    public bool IsHost => false;

    public Tensor Host(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32) => _device.Host(shape, type);

    public Tensor ToDevice(Tensor host) => host.dtype == ScalarType.Float32 ? _device.ToDevice(host) * 1.5 : _device.ToDevice(host);

    public void ToDevice(Tensor host, Tensor device) => _device.ToDevice(host, device);

    public void ToHost(Tensor device, Tensor host) => _device.ToHost(device, host);

    public void Synchronize() => _device.Synchronize();
}
