using System.Runtime.InteropServices;
using GanCluster.Core;
using static TorchSharp.torch;

namespace GanCluster.Training.Libtorch;

/// <summary>Switches of libtorch's own that TorchSharp 0.107 has no working method for (its use_deterministic_algorithms is not
/// implemented): members of <c>at::Context</c>, by the names that compilers give them.</summary>
internal static class LibtorchContext
{
    private static readonly bool IsWindows = OperatingSystem.IsWindows();

    private delegate nint Global();

    [return: MarshalAs(UnmanagedType.U1)]
    private delegate bool Getter(nint context);

    private delegate void Setter(nint context, [MarshalAs(UnmanagedType.U1)] bool on);

    private delegate void TwoSetter(
        nint context, [MarshalAs(UnmanagedType.U1)] bool on, [MarshalAs(UnmanagedType.U1)] bool warnOnly);

    /// <summary>What has no deterministic kernel throws, and cuDNN's and cuBLAS's are the deterministic ones.</summary>
    public static bool DeterministicAlgorithms
    {
        get => Of<Getter>("_ZNK2at7Context23deterministicAlgorithmsEv", "?deterministicAlgorithms@Context@at@@QEBA_NXZ")(Context());
        set => Of<TwoSetter>(
            "_ZN2at7Context26setDeterministicAlgorithmsEbb",
            "?setDeterministicAlgorithms@Context@at@@QEAAX_N0@Z")(Context(), value, warnOnly: false);
    }

    /// <summary>Whether new memory is filled, beside <see cref="DeterministicAlgorithms"/>: we write all that we read.</summary>
    public static bool FillUninitializedMemory
    {
        get => Of<Getter>(
            "_ZNK2at7Context36deterministicFillUninitializedMemoryEv",
            "?deterministicFillUninitializedMemory@Context@at@@QEBA_NXZ")(Context());
        set => Of<Setter>(
            "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb",
            "?setDeterministicFillUninitializedMemory@Context@at@@QEAAX_N@Z")(Context(), value);
    }

    /// <summary>Whether cuDNN tries which of its kernels is the fastest, which may be another each time.</summary>
    public static bool BenchmarkCuDnn
    {
        get => Of<Getter>("_ZNK2at7Context14benchmarkCuDNNEv", "?benchmarkCuDNN@Context@at@@QEBA_NXZ")(Context());
        set => Of<Setter>("_ZN2at7Context17setBenchmarkCuDNNEb", "?setBenchmarkCuDNN@Context@at@@QEAAX_N@Z")(Context(), value);
    }

    /// <summary>Whether convolutions may go by NNPACK, which some processors lack: there it warns, and elsewhere it has other bits
    /// than the rest.</summary>
    public static bool Nnpack
    {
        get => Of<Getter>("_ZNK2at7Context17userEnabledNNPACKEv", "?userEnabledNNPACK@Context@at@@QEBA_NXZ")(Context());
        set => Of<Setter>("_ZN2at7Context20setUserEnabledNNPACKEb", "?setUserEnabledNNPACK@Context@at@@QEAAX_N@Z")(Context(), value);
    }

    /// <summary>Whether memory that libtorch takes of the host is zero before it is written: a flag of its allocator, by which
    /// oneDNN's intermediate results come as well.</summary>
    public static unsafe bool ZeroedHostMemory
    {
        get => *ZeroFill();
        set => *ZeroFill() = value;
    }

    private static unsafe bool* ZeroFill() => (bool*)Export(
        IsWindows ? "c10" : "libc10.so",
        "FLAGS_caffe2_cpu_allocator_do_zero_fill",
        "?FLAGS_caffe2_cpu_allocator_do_zero_fill@@3_NA");

    private static nint Context() => Of<Global>("_ZN2at13globalContextEv", "?globalContext@at@@YAAEAVContext@1@XZ")();

    /// <inheritdoc cref="Export"/>
    internal static T Of<T>(string itanium, string microsoft)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Export(
            IsWindows ? "torch_cpu" : "libtorch_cpu.so",
            itanium,
            microsoft));

    /// <exception cref="UserInputException">This libtorch is not the one that the names are of.</exception>
    private static nint Export(string file, string itanium, string microsoft)
    {
        // Loads it as TorchSharp does; after that, it is found by its name.
        _ = __version__;
        var name = IsWindows ? microsoft : itanium;
        return NativeLibrary.TryLoad(file, typeof(Tensor).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, name, out var address)
                ? address
                : throw new UserInputException(
                    $"this libtorch ({TorchLibrary.Version}) lacks {name}, without which steps have other bits each time: "
                    + "use the libtorch that this program was built for");
    }
}
