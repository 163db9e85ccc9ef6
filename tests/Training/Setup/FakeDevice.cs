using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanCluster.Training.Devices;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests;

/// <summary>What went between the host and a device.</summary>
internal readonly record struct Copies(int ToDevice, int ToHost, int Waits)
{
    public static Copies operator -(Copies left, Copies right) =>
        new(left.ToDevice - right.ToDevice, left.ToHost - right.ToHost, left.Waits - right.Waits);
}

/// <summary>
/// Fake: a device with memory of its own, which is the processor's. What goes to the host is there when it was waited for, and no
/// sooner; what goes either way has to be of the device's own host memory, as a GPU's copies have to be of pinned memory.
/// </summary>
internal sealed class FakeDevice : IDeviceMemory
{
    private readonly List<(Tensor Made, Tensor Host)> _begun = [];
    private readonly HashSet<nint> _pages = [];

    public Copies Count { get; private set; }

    public Device Device => CPU;

    public bool IsHost => false;

    public Tensor Host(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32)
    {
        var host = empty(shape, type);
        foreach (var page in Pages(host))
        {
            _pages.Add(page);
        }

        return host;
    }

    public Tensor ToDevice(Tensor host)
    {
        Require(host);
        Count = Count with { ToDevice = Count.ToDevice + 1 };
        return host.clone();
    }

    public void ToDevice(Tensor host, Tensor device)
    {
        Require(host);
        Count = Count with { ToDevice = Count.ToDevice + 1 };
        device.copy_(host);
    }

    public void ToHost(Tensor device, Tensor host)
    {
        using var scope = NewDisposeScope();
        Require(host);
        Count = Count with { ToHost = Count.ToHost + 1 };
        _begun.Add((device.detach().clone().DetachFromDisposeScope(), host.alias().DetachFromDisposeScope()));
        MemoryMarshal.Cast<byte, byte>(host.bytes).Fill(0xff);
    }

    public void Synchronize()
    {
        using var frozen = no_grad();
        Count = Count with { Waits = Count.Waits + 1 };
        foreach (var (made, host) in _begun)
        {
            host.copy_(made);
            made.Dispose();
            host.Dispose();
        }

        _begun.Clear();
    }

    private void Require(Tensor host) => Assert.All(Pages(host), page => Assert.Contains(page, _pages));

    private static IEnumerable<nint> Pages(Tensor host)
    {
        const int Page = 64;
        var bytes = host.bytes;
        if (bytes.IsEmpty)
        {
            return [];
        }

        var first = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(bytes)) / Page;
        return Enumerable.Range(0, (bytes.Length + Page - 1) / Page).Select(i => first + i);
    }
}
