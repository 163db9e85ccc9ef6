using GanCluster.Training.Libtorch;
using static TorchSharp.torch;

namespace GanCluster.Training.Devices;

/// <summary>A switch of libtorch's.</summary>
public sealed record NumericSwitch(string Name, bool IsOn, Func<bool> Read, Action<bool> Set);

/// <summary>
/// What libtorch is told of arithmetic before the first step on a GPU: equal steps have equal bits, and products are of single
/// precision unless the run says otherwise. What has no deterministic kernel throws.
/// </summary>
public static class GpuNumerics
{
    /// <param name="precision">A run's: <c>fp32</c>, <c>bf16</c> or <c>tf32</c>.</param>
    public static IReadOnlyList<NumericSwitch> SwitchesFor(string precision)
    {
        var tf32 = precision == "tf32";
        return
        [
            new(
                "cuda.matmul.allow_tf32",
                tf32,
                () => backends.cuda.matmul.allow_tf32,
                on => backends.cuda.matmul.allow_tf32 = on),
            new("cudnn.allow_tf32", tf32, () => backends.cudnn.allow_tf32, on => backends.cudnn.allow_tf32 = on),
            new(
                "deterministic_algorithms",
                IsOn: true,
                () => LibtorchContext.DeterministicAlgorithms,
                on => LibtorchContext.DeterministicAlgorithms = on),
            new(
                "deterministic.fill_uninitialized_memory",
                IsOn: false,
                () => LibtorchContext.FillUninitializedMemory,
                on => LibtorchContext.FillUninitializedMemory = on),
            new("cudnn.benchmark", IsOn: false, () => LibtorchContext.BenchmarkCuDnn, on => LibtorchContext.BenchmarkCuDnn = on),
        ];
    }

    /// <summary>Of the whole process. A run on processors is left as it is.</summary>
    /// <param name="devices">Of the workers here.</param>
    public static void Apply(string precision, IEnumerable<string> devices)
    {
        if (devices.Any(device => device != "cpu"))
        {
            foreach (var one in SwitchesFor(precision))
            {
                one.Set(one.IsOn);
            }
        }
    }
}
