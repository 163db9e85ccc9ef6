using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Training.Libtorch;

namespace GanCluster.Training.Devices;

/// <summary>What a run's bits depend on beside its configuration: machines and GPUs of one kind work together.</summary>
public static class DeviceKind
{
    public const string Cpu = "cpu";

    /// <param name="devices">A node's: all are processors, or all are GPUs.</param>
    /// <param name="gpus">The machine's, by their names.</param>
    /// <returns><c>cpu</c>, or the GPUs' name.</returns>
    /// <exception cref="UserInputException">They can't work together, or one is not there.</exception>
    public static string Of(IReadOnlyList<string> devices, IReadOnlyList<string> gpus)
    {
        var kinds = devices.Distinct(StringComparer.Ordinal).Select(device => (Device: device, Kind: KindOf(device, gpus))).ToList();
        return kinds.Find(one => one.Kind != kinds[0].Kind) is { Kind: not null } other
            ? throw new UserInputException($"--devices names {kinds[0].Device}, {Article(kinds[0].Kind)}, and {other.Device}, "
                + $"{Article(other.Kind)}: devices of one kind compute a run, for others give other bits; name those of one")
            : kinds[0].Kind;
    }

    /// <summary>The library and the instruction set or GPU that a run's bits depend on.</summary>
    /// <param name="kind">As <see cref="Of"/> gives it.</param>
    public static string Kernels(RunConfiguration configuration, string kind) =>
        kind != Cpu ? $"libtorch {TorchLibrary.Version}, {kind}"
        : configuration.Precision == "bf16" ? $"{TorchLibrary.Kernels(configuration.Cpu)}, {Bf16.Of(configuration.Cpu) ?? "no"} bf16"
        : TorchLibrary.Kernels(configuration.Cpu);

    /// <summary>What a user of these devices should know of the run's precision; null: nothing.</summary>
    public static string? WarningFor(RunConfiguration configuration, string kind) =>
        configuration.Precision == "bf16" && kind == Cpu && Bf16.Of(configuration.Cpu) is null
            ? "precision bf16: this processor, or the run's cpu=avx2, has neither avx512_bf16 nor amx_bf16; the run is right, and slower "
                + "than in fp32"
            : null;

    /// <exception cref="UserInputException">The run's precision needs another kind.</exception>
    public static void RequireFor(string precision, string kind)
    {
        if (precision == "tf32" && kind == Cpu)
        {
            throw new UserInputException("configuration: 'precision' is tf32, which GPUs alone have, and the run's devices are "
                + "processors: give --devices cuda:0, or --set precision=fp32");
        }
    }

    private static string KindOf(string device, IReadOnlyList<string> gpus) =>
        device == Cpu ? Cpu
        : int.Parse(device["cuda:".Length..], System.Globalization.CultureInfo.InvariantCulture) is var index && index < gpus.Count
            ? gpus[index]
            : throw new UserInputException($"--devices names {device}, and this machine has "
                + (gpus.Count == 0 ? "no GPU that libtorch can use" : $"cuda:0 to cuda:{gpus.Count - 1}")
                + ": give what './gancluster doctor' lists");

    private static string Article(string kind) => kind == Cpu ? "a processor" : $"a GPU ({kind})";
}
