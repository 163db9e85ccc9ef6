using System.Runtime.Intrinsics.X86;

namespace GanCluster.Training.Devices;

/// <summary>The processor's instructions for products of bfloat16. Others compute them by those of single precision.</summary>
internal static class Bf16
{
    private const int Features = 7;
    private const int Avx512Bf16 = 1 << 5;
    private const int AmxBf16 = 1 << 22;

    /// <summary>Their name, as Linux has it; null: none.</summary>
    /// <param name="cpu">The run's.</param>
    public static string? Of(string cpu) =>
        cpu == "avx2" || !Avx512F.IsSupported ? null
        : (X86Base.CpuId(Features, 0).Edx & AmxBf16) != 0 ? "amx_bf16"
        : (X86Base.CpuId(Features, 1).Eax & Avx512Bf16) != 0 ? "avx512_bf16"
        : null;
}
