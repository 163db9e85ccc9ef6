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
        Assert.Empty(native.Except(pinned));
    }

    [DllImport("libc", EntryPoint = "getenv")]
    private static extern nint GetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
