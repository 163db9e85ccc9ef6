using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Exchange.Tests.Memory;

public class MemoryPlaneSpecs
{
    private static readonly WorkerId Worker = new("w1");
    private static readonly Endpoint Anywhere = new("memory", 1);
    private readonly MemoryPlane _plane = new();

    [Fact]
    public async Task A_version_is_handed_over_as_it_is()
    {
        var version = new VersionSnapshot(40, []);
        _plane.Offer((worker, step, _) => Task.FromResult(worker == Worker && step == 40 ? version : null));

        Assert.Same(version, await _plane.Fetch(Anywhere, Worker, 40, CancellationToken.None));
    }

    [Fact]
    public async Task Who_does_not_hold_the_step_is_named()
    {
        var nobody = await Assert.ThrowsAsync<IOException>(() => _plane.Fetch(Anywhere, Worker, 40, CancellationToken.None));
        Assert.Equal("w1 does not hold step 40", nobody.Message);
    }

    [Fact]
    public void A_watch_is_made_at_once_and_never_breaks()
    {
        var made = 0;

        using (_plane.Watch(Anywhere, () => made++, Assert.Fail))
        {
            Assert.Equal(1, made);
        }
    }
}
