using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace GanCluster.Node.Native;

/// <summary>
/// The variables that native libraries read when they load. They go through the C library's own setter, since .NET's is not
/// seen by native code, and through .NET's, which is what child processes inherit.
/// </summary>
internal static class ProcessEnvironment
{
    /// <summary>
    /// Must come before libtorch loads; overrides what the user's shell has set, because the bits depend on it.
    /// </summary>
    /// <param name="cpu">A run's <c>cpu</c>: <c>native</c> or <c>avx2</c>.</param>
    /// <exception cref="InvalidOperationException">The C library refused a variable.</exception>
    internal static void Apply(string cpu)
    {
        foreach (var (name, value) in VariablesFor(cpu))
        {
            Environment.SetEnvironmentVariable(name, value);
            if (SetNative(name, value) != 0)
            {
                throw new InvalidOperationException($"The C library did not take {name}={value}.");
            }
        }
    }

    /// <summary>
    /// One thread a worker: a sum that is split over threads has other bits. A passive wait: a spinning thread would take
    /// the core of another worker. A workspace of fixed size: cuBLAS adds up in another order in another.
    /// </summary>
    /// <returns>A value of null: the variable is not set.</returns>
    internal static IReadOnlyList<(string Name, string? Value)> VariablesFor(string cpu) =>
    [
        ("OMP_NUM_THREADS", "1"),
        ("OPENBLAS_NUM_THREADS", "1"),
        ("MKL_NUM_THREADS", "1"),
        ("GOTO_NUM_THREADS", "1"),
        ("OMP_WAIT_POLICY", "passive"),
        ("CUBLAS_WORKSPACE_CONFIG", ":4096:8"),
        ("MKL_ENABLE_INSTRUCTIONS", null),
        ("MKL_CBWR", cpu is "avx2" ? "AVX2" : Branch),
        .. Limits.Select(limit => (limit.Name, cpu is "avx2" ? limit.Value : null)),
    ];

    /// <summary>
    /// MKL keeps to one order of additions only within a named branch. Without one it goes by where an operand happens to lie in
    /// memory and by the sizes of the caches that the processor tells, which differ between machines of one instruction set.
    /// Other makers' processors obey too.
    /// </summary>
    private static string Branch => Avx512F.IsSupported ? "AVX512" : Avx2.IsSupported ? "AVX2" : "COMPATIBLE";

    // The two names of oneDNN's limit are its newer and its older one; Haswell is OpenBLAS's first core with AVX2.
    private static readonly (string Name, string Value)[] Limits =
    [
        ("ATEN_CPU_CAPABILITY", "avx2"),
        ("ONEDNN_MAX_CPU_ISA", "AVX2"),
        ("DNNL_MAX_CPU_ISA", "AVX2"),
        ("OPENBLAS_CORETYPE", "Haswell"),
    ];

    private static int SetNative(string name, string? value) =>
        OperatingSystem.IsWindows() ? PutWindows(name, value ?? "")
        : value is null ? Unset(name)
        : Set(name, value, overwrite: 1);

    [DllImport("libc", EntryPoint = "unsetenv")]
    private static extern int Unset([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int Set(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("ucrtbase", EntryPoint = "_putenv_s")]
    private static extern int PutWindows(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value);
}
