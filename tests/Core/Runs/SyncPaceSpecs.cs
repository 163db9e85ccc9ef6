using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class SyncPaceSpecs
{
    [Theory]
    [InlineData(4, 4, 0.004, 8)]
    [InlineData(4, 4, 0.0051, 4)]
    [InlineData(4, 4, 0.01, 4)]
    [InlineData(4, 4, 0.0101, 2)]
    [InlineData(1, 1, 0.5, 1)] // no less than one
    [InlineData(8, 8, 0, 12)] // no more than the most
    [InlineData(12, 12, 0, 12)]
    [InlineData(8, 3, 0.001, 8)] // cut: eight steps may drift far
    [InlineData(8, 3, 0.02, 4)] // cut, and too far even so
    public void K_is_doubled_where_replicas_stay_close_and_halved_where_they_do_not(int every, int steps, double drift, int next) =>
        Assert.Equal(next, SyncPace.Next(every, steps, drift, target: 0.01, most: 12));
}
