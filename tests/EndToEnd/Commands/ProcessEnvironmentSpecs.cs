using System.Runtime.InteropServices;
using GanCluster.Node.Native;

namespace GanCluster.EndToEnd.Tests.Commands;

public class ProcessEnvironmentSpecs
{
    [Fact]
    public void Native_code_and_children_see_one_thread()
    {
        ProcessEnvironment.Apply("native");

        Assert.All(ProcessEnvironment.VariablesFor("native"), variable =>
        {
            Assert.Equal(variable.Value, Marshal.PtrToStringUTF8(GetEnvironment(variable.Name)));
            Assert.Equal(variable.Value, Environment.GetEnvironmentVariable(variable.Name));
        });
    }

    [Fact]
    public void Pinned_kernels_add_the_libraries_limits_to_the_threads()
    {
        var native = ProcessEnvironment.VariablesFor("native");
        var pinned = ProcessEnvironment.VariablesFor("avx2");

        Assert.Contains(("OMP_NUM_THREADS", "1"), native);
        Assert.Equal(
            [
                ("ATEN_CPU_CAPABILITY", "avx2"), ("MKL_CBWR", "AVX2"), ("ONEDNN_MAX_CPU_ISA", "AVX2"),
                ("DNNL_MAX_CPU_ISA", "AVX2"), ("OPENBLAS_CORETYPE", "Haswell"),
            ],
            pinned.Except(native));
        Assert.Equal(pinned.Select(variable => variable.Name), native.Select(variable => variable.Name));
    }

    /// <summary>They choose kernels, and a run's bits with them.</summary>
    [Fact]
    public void Limits_of_the_users_shell_are_not_a_native_runs()
    {
        Environment.SetEnvironmentVariable("MKL_CBWR", "AVX2");
        Assert.Equal(0, SetEnvironment("MKL_CBWR", "AVX2", 1));

        ProcessEnvironment.Apply("native");

        Assert.Equal(0, GetEnvironment("MKL_CBWR"));
        Assert.Null(Environment.GetEnvironmentVariable("MKL_CBWR"));
    }

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc", EntryPoint = "getenv")]
    private static extern nint GetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
