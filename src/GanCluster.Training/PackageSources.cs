using GanCluster.Core;
using static TorchSharp.torch;

namespace GanCluster.Training;

public static class PackageSources
{
    /// <summary>TorchSharp's source, and the version that it says of itself. Loads libtorch.</summary>
    public static PackageSource TorchSharp() => PackageSource.Of("TorchSharp", typeof(PackageSources).Assembly, __version__);
}
