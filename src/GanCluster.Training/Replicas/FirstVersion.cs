using GanCluster.Core.Workers;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>A run's version 0.</summary>
public static class FirstVersion
{
    /// <summary>Of a program's own modules as their constructors leave them: made once, on the first node, and sent to the
    /// others.</summary>
    /// <param name="family">The configuration's.</param>
    public static VersionSnapshot Of(Family family)
    {
        var (g, d) = family.First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        using var version = Version.First(g, d, CPU);
        return version.Snapshot(step: 0);
    }
}
