namespace GanCluster.Ops.Tests.Prometheus;

/// <summary>What dashboards may name that no process of ours emits.</summary>
internal static class ForeignMetrics
{
    /// <summary>Of NVIDIA's DCGM exporter, as its default-counters.csv has them, with two of the labels that it gives them.</summary>
    internal static readonly IReadOnlyList<string> OfDcgm =
    [
        "DCGM_FI_DEV_GPU_UTIL", "DCGM_FI_DEV_FB_USED", "DCGM_FI_DEV_GPU_TEMP", "DCGM_FI_DEV_POWER_USAGE", "DCGM_FI_DEV_XID_ERRORS",
        "DCGM_FI_PROF_PIPE_TENSOR_ACTIVE",
    ];

    internal static Exposition All { get; } =
        Exposition.Parse(string.Concat(OfDcgm.Select(name => $"{name}{{gpu=\"0\",Hostname=\"gpu-1\"}} 1\n")));
}
