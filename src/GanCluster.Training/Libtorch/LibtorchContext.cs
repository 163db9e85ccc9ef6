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

    private static nint Context() => Of<Global>("_ZN2at13globalContextEv", "?globalContext@at@@YAAEAVContext@1@XZ")();

    /// <exception cref="UserInputException">This libtorch is not the one that the names are of.</exception>
    private static T Of<T>(string itanium, string microsoft)
        where T : Delegate
    {
        // Loads it as TorchSharp does; after that, it is found by its name.
        _ = __version__;
        return NativeLibrary.TryLoad(IsWindows ? "torch_cpu" : "libtorch_cpu.so", typeof(Tensor).Assembly, null, out var library)
            && NativeLibrary.TryGetExport(library, IsWindows ? microsoft : itanium, out var function)
                ? Marshal.GetDelegateForFunctionPointer<T>(function)
                : throw new UserInputException($"this libtorch ({TorchLibrary.Version}) lacks {(IsWindows ? microsoft : itanium)}, without which "
                    + "a GPU's steps have other bits each time: compute on --devices cpu:1, or use the libtorch that this program was built for");
    }
}
