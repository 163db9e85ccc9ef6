using System.Reflection;
using static TorchSharp.torch;

namespace GanCluster.Training;

/// <summary>Where a family of packages came from in this build: <c>nuget</c> or <c>standin</c>.</summary>
public sealed record PackageSource(string Family, string Source, string Version);

public static class PackageSources
{
    /// <summary>TorchSharp's source, and the version that it says of itself. Loads libtorch.</summary>
    public static PackageSource TorchSharp() => new(
        "TorchSharp",
        typeof(PackageSources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "TorchSharpSource").Value!,
        __version__);
}
