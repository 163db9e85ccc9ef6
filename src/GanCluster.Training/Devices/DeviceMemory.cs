using System.Globalization;
using System.Runtime.InteropServices;
using GanCluster.Core.Workers;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCluster.Training.Devices;

/// <summary>What is made of the few copies of an <see cref="IDeviceMemory"/>.</summary>
public static class DeviceMemory
{
    /// <param name="name"><c>cpu</c> or <c>cuda:I</c>.</param>
    public static IDeviceMemory Of(string name) => name == "cpu"
        ? HostMemory.Instance
        : new CudaMemory(int.Parse(name["cuda:".Length..], CultureInfo.InvariantCulture));

    /// <summary>Of what trained networks are asked on: the first GPU, or the processor where there is none. Loads libtorch.</summary>
    public static IDeviceMemory AtRest => Of(Gpus.Names.Count > 0 ? "cuda:0" : DeviceKind.Cpu);

    /// <summary>Of the device that a tensor is on.</summary>
    internal static IDeviceMemory Of(Device device) => device.type == DeviceType.CPU
        ? HostMemory.Instance
        : new CudaMemory(Math.Max(0, device.index));

    /// <summary>A tensor of these values on the device.</summary>
    internal static Tensor Send<T>(this IDeviceMemory memory, ReadOnlySpan<T> values, ScalarType type, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        var host = memory.Host(shape, type);
        values.CopyTo(MemoryMarshal.Cast<byte, T>(host.bytes));
        return memory.ToDevice(host);
    }

    /// <summary>On the device, from any memory of the host.</summary>
    internal static Tensor Move(this IDeviceMemory memory, Tensor pageable)
    {
        if (memory.IsHost)
        {
            return pageable;
        }

        using var host = memory.Host(pageable.shape, pageable.dtype);
        host.copy_(pageable);
        return memory.ToDevice(host);
    }

    /// <summary>A tensor on the host, once it is there; the tensor itself where nothing is copied.</summary>
    internal static Tensor Fetch(this IDeviceMemory memory, Tensor device)
    {
        if (memory.IsHost)
        {
            return device;
        }

        var host = memory.Host(device.shape, device.dtype);
        memory.ToHost(device, host);
        memory.Synchronize();
        return host;
    }

    /// <summary>Of the first numbers; as <see cref="Norms.Of"/>, which a device's are copied to the host for.</summary>
    /// <param name="flat">(n), contiguous</param>
    internal static double Norm(this IDeviceMemory memory, Tensor flat, int count)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return Norms.Of(MemoryMarshal.Cast<byte, float>(memory.Fetch(flat).bytes)[..count]);
    }

    /// <summary>As <see cref="Finite.Within"/>; one number is read of a device.</summary>
    /// <param name="flat">(n), contiguous</param>
    internal static bool Within(this IDeviceMemory memory, Tensor flat, float largest = float.MaxValue)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return memory.IsHost
            ? Finite.Within(MemoryMarshal.Cast<byte, float>(flat.bytes), largest)
            : flat.numel() == 0 || memory.Fetch(flat.abs().max()).item<float>() <= largest;
    }
}
