using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Launcher;

public sealed class SetUpSpecs
{
    /// <summary>As MSBuild writes it with -v m.</summary>
    private const string Said =
        "  Determining projects to restore...\n  Restored /a/GanCluster.Core.csproj (in 2.1 sec).\n"
            + "  GanCluster.Core -> /a/bin/GanCluster.Core.dll\n/a/B.cs(1,2): warning CS1: a -> b\n"
            + "  GanCluster.Node -> /a/bin/gancluster-node.dll\n\nBuild succeeded.\n";

    [Fact]
    public async Task A_build_that_takes_minutes_says_how_far_it_is()
    {
        var told = await Tool.Run("bash", "-c", $". eng/common.sh; . eng/dotnet.sh; printf '%s' '{Said}' | tell_progress 2>&1");

        Assert.Equal(
            ["set-up: looking for packages (the first time some 300 MB are fetched)", "set-up: built GanCluster.Core", "set-up: built GanCluster.Node"],
            told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_build_that_fails_is_none_whoever_reads_what_it_says()
    {
        var told = await Tool.Run(
            "bash", "-c", "set -euo pipefail; . eng/common.sh; . eng/dotnet.sh; log=/dev/null; dotnet() { echo broken; return 3; }; msbuild src/GanCluster.Node");

        Assert.Equal(3, told.Code);
    }
}
