using System.Runtime.InteropServices;
using GanCluster.EndToEnd.Tests.Security;
using GanCluster.Node.Native;

namespace GanCluster.EndToEnd.Tests.Commands;

[Collection(EnvironmentCollection.Name)]
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
        Assert.Contains(("MKL_CBWR", "AVX2"), pinned);
        Assert.Equal(
            [
                ("ATEN_CPU_CAPABILITY", "avx2"), ("ONEDNN_MAX_CPU_ISA", "AVX2"), ("DNNL_MAX_CPU_ISA", "AVX2"),
                ("OPENBLAS_CORETYPE", "Haswell"),
            ],
            pinned.Except(native).Except([("MKL_CBWR", "AVX2")]));
        Assert.Equal(pinned.Select(variable => variable.Name), native.Select(variable => variable.Name));
    }

    /// <summary>They choose kernels, and a run's bits with them.</summary>
    [Fact]
    public void Limits_of_the_users_shell_are_not_a_native_runs()
    {
        Environment.SetEnvironmentVariable("ATEN_CPU_CAPABILITY", "avx2");
        Assert.Equal(0, SetEnvironment("ATEN_CPU_CAPABILITY", "avx2", 1));

        ProcessEnvironment.Apply("native");

        Assert.Equal(0, GetEnvironment("ATEN_CPU_CAPABILITY"));
        Assert.Null(Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY"));
    }

    /// <summary>Without one its sums go by where an operand lies and by the size of the caches.</summary>
    [Theory]
    [InlineData("native")]
    [InlineData("avx2")]
    public void Mkl_keeps_to_a_branch(string cpu) => Assert.Contains(
        ProcessEnvironment.VariablesFor(cpu), variable => variable is ("MKL_CBWR", "AVX512" or "AVX2" or "COMPATIBLE"));

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetEnvironment(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    [DllImport("libc", EntryPoint = "getenv")]
    private static extern nint GetEnvironment([MarshalAs(UnmanagedType.LPUTF8Str)] string name);
}
