using System.Runtime.InteropServices;
using TorchSharp;

namespace GanCluster.Training.Libtorch;

/// <summary>
/// libtorch's own rules for which operations may round what they are given to bfloat16: products and convolutions, whose sums are
/// single precision still; losses and roots are computed in single precision. TorchSharp 0.107 has no method for it. Set for
/// this thread alone, and without libtorch's cache of rounded weights: that one is the process's, so that whether two uses of a weight
/// add their gradients before or after these are rounded would depend on what another thread does.
/// </summary>
internal static class Autocast
{
    private const sbyte BFloat16 = 15;

    private static readonly Lazy<Switches> Native = new(() => new Switches());

    private delegate void Enable(sbyte device, [MarshalAs(UnmanagedType.U1)] bool on);

    private delegate void SetType(sbyte device, sbyte type);

    private delegate void Cache([MarshalAs(UnmanagedType.U1)] bool on);

    [return: MarshalAs(UnmanagedType.U1)]
    private delegate bool IsEnabled(sbyte device);

    /// <summary>Until it is disposed, products on this kind of device are of bfloat16.</summary>
    public static Scope Products(DeviceType device) => new((sbyte)device, on: true);

    /// <summary>Until it is disposed, products on this kind of device are of what they are given.</summary>
    public static Scope Off(DeviceType device) => new((sbyte)device, on: false);

    /// <summary>Whether this thread is within <see cref="Products"/>.</summary>
    public static bool IsOn(DeviceType device) => Native.Value.IsEnabled((sbyte)device);

    /// <summary>See <see cref="Products"/>; the default one changes nothing.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly sbyte? _device;
        private readonly bool _before;

        internal Scope(sbyte device, bool on)
        {
            var native = Native.Value;
            (_device, _before) = (device, native.IsEnabled(device));
            if (on)
            {
                native.SetType(device, BFloat16);
                native.Cache(false);
            }

            native.Enable(device, on);
        }

        public void Dispose()
        {
            if (_device is { } device)
            {
                Native.Value.Enable(device, _before);
            }
        }
    }

    private sealed class Switches
    {
        public Enable Enable { get; } = LibtorchContext.Of<Enable>(
            "_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb",
            "?set_autocast_enabled@autocast@at@@YAXW4DeviceType@c10@@_N@Z");

        public SetType SetType { get; } = LibtorchContext.Of<SetType>(
            "_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE",
            "?set_autocast_dtype@autocast@at@@YAXW4DeviceType@c10@@W4ScalarType@4@@Z");

        public Cache Cache { get; } = LibtorchContext.Of<Cache>(
            "_ZN2at8autocast26set_autocast_cache_enabledEb",
            "?set_autocast_cache_enabled@autocast@at@@YAX_N@Z");

        public IsEnabled IsEnabled { get; } = LibtorchContext.Of<IsEnabled>(
            "_ZN2at8autocast19is_autocast_enabledEN3c1010DeviceTypeE",
            "?is_autocast_enabled@autocast@at@@YA_NW4DeviceType@c10@@@Z");
    }
}
