using GanCluster.Cluster.Coordination;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Coordination;

public class OwnVersionsSpecs
{
    private static readonly VersionSnapshot First = new(0, []);

    [Fact]
    public void A_roll_back_goes_to_the_newest_healthy_version_also_where_an_older_one_is_told_of_later()
    {
        var versions = new OwnVersions(First, healthy: First);

        versions.KeepHealthy(First with { Step = 63 });
        versions.KeepHealthy(First with { Step = 31 });
        versions.RollBack(63, course: 1);

        Assert.Equal((63, 1), (versions.At(63)!.Step, versions.At(63)!.Course));
    }

    [Fact]
    public void A_run_that_makes_no_roll_backs_keeps_none()
    {
        var versions = new OwnVersions(First);

        versions.KeepHealthy(First with { Step = 63 });

        Assert.Throws<InvalidOperationException>(() => versions.RollBack(63, course: 1));
    }
}
