using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Kubernetes;

/// <summary>A test that has kubectl put an overlay together. Debian has none that is new enough, so whoever has none is told that it
/// is skipped.</summary>
internal sealed class KustomizeTheoryAttribute : TheoryAttribute
{
    public KustomizeTheoryAttribute()
    {
        if (!Tool.IsHere(Kustomization.Program))
        {
            Skip = $"{Kustomization.Program} is not on the PATH";
        }
    }
}
