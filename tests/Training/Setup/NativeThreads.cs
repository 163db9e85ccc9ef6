using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using GanCluster.Training.Libtorch;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests;

/// <summary>libtorch as the node has it: it loads here, and with one thread, for a sum that is split over threads has other
/// bits.</summary>
internal static class NativeThreads
{
    /// <summary>For all of the process's life, for tests compute in many ways.</summary>
    internal static FinalizerGate.Scope Gate { get; private set; }

    [ModuleInitializer]
    internal static void Pin()
    {
        TorchLibrary.Prepare();
        foreach (var name in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "GOTO_NUM_THREADS"])
        {
            Assert.Equal(0, SetVariable(name, "1", overwrite: 1));
        }

        Assert.Equal(0, SetVariable("MKL_CBWR", Avx512F.IsSupported ? "AVX512" : "AVX2", overwrite: 1));
        set_num_threads(1);

        Gate = FinalizerGate.EnterLong();
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
}
