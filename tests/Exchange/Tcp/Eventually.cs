namespace GanCluster.Exchange.Tests.Tcp;

internal static class Eventually
{
    public static void True(Func<bool> condition, string awaited) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)), $"{awaited} did not come within 10 s");
}
