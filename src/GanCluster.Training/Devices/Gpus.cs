using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace GanCluster.Training.Devices;

/// <summary>The GPUs of this machine.</summary>
public static class Gpus
{
    private const int LongestName = 64;
    private const string Unnamed = "a GPU";

    private static readonly Lazy<IReadOnlyList<string>> Found =
        new(() => cuda.is_available() ? [.. Enumerable.Range(0, cuda.device_count()).Select(NameOf)] : []);

    private delegate int Initialize(uint flags);

    private delegate int DeviceName([Out] byte[] name, int length, int device);

    /// <summary>Their kinds in libtorch's order, such as <c>NVIDIA H200</c>; none without a libtorch for CUDA. Loads it.</summary>
    public static IReadOnlyList<string> Names => Found.Value;

    /// <summary>The driver's own word: libtorch's is not to be had from .NET. Both count in the same order.</summary>
    private static string NameOf(int index)
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver)
            || !NativeLibrary.TryGetExport(driver, "cuInit", out var initialize)
            || !NativeLibrary.TryGetExport(driver, "cuDeviceGetName", out var deviceName))
        {
            return Unnamed;
        }

        var name = new byte[LongestName];
        return Marshal.GetDelegateForFunctionPointer<Initialize>(initialize)(0) == 0
            && Marshal.GetDelegateForFunctionPointer<DeviceName>(deviceName)(name, name.Length, index) == 0
            ? Encoding.ASCII.GetString(name, 0, Math.Max(0, Array.IndexOf(name, (byte)0)))
            : Unnamed;
    }
}
