using GanCluster.Training.Devices;

namespace GanCluster.Training.Tests.Devices;

/// <summary>A theory that needs a GPU: skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GpuTheoryAttribute : TheoryAttribute
{
    public GpuTheoryAttribute()
    {
        if (Gpus.Names.Count == 0)
        {
            Skip = "there is no CUDA device; './gancluster doctor --gpu' runs this where there is one";
        }
    }
}
