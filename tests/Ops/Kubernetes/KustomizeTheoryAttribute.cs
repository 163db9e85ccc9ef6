using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Kubernetes;

/// <summary>
/// A test that has kubectl put an overlay together. Debian's is too old for that, so it is not installed, and whoever has none is
/// told that the test is skipped.
/// </summary>
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
