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
    private readonly Lock _lock = new();
    private readonly List<(Tensor Made, Tensor Host)> _begun = [];
    private readonly HashSet<nint> _pages = [];

    public Copies Count { get; private set; }

    public Device Device => CPU;

    public bool IsHost => false;

    public Tensor Host(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32)
    {
        var host = empty(shape, type);
        lock (_lock)
        {
            _pages.UnionWith(Pages(host));
        }

        return host;
    }

    public Tensor ToDevice(Tensor host)
    {
        Require(host);
        Counted(new Copies(ToDevice: 1, ToHost: 0, Waits: 0));
        return host.clone();
    }

    public void ToDevice(Tensor host, Tensor device)
    {
        Require(host);
        Counted(new Copies(ToDevice: 1, ToHost: 0, Waits: 0));
        device.copy_(host);
    }

    public void ToHost(Tensor device, Tensor host)
    {
        using var scope = NewDisposeScope();
        Require(host);
        Counted(new Copies(ToDevice: 0, ToHost: 1, Waits: 0));
        var begun = (device.detach().clone().DetachFromDisposeScope(), host.alias().DetachFromDisposeScope());
        host.bytes.Fill(0xff);
        lock (_lock)
        {
            _begun.Add(begun);
        }
    }

    public void Synchronize()
    {
        using var frozen = no_grad();
        Counted(new Copies(ToDevice: 0, ToHost: 0, Waits: 1));
        lock (_lock)
        {
            foreach (var (made, host) in _begun)
            {
                host.copy_(made);
                made.Dispose();
                host.Dispose();
            }

            _begun.Clear();
        }
    }

    private void Counted(Copies more)
    {
        lock (_lock)
        {
            Count = new(Count.ToDevice + more.ToDevice, Count.ToHost + more.ToHost, Count.Waits + more.Waits);
        }
    }

    private void Require(Tensor host)
    {
        lock (_lock)
        {
            Assert.True(_pages.IsSupersetOf(Pages(host)), "what is copied is not of the device's own host memory");
        }
    }

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
