using Akka.Actor;
using GanCluster.Cluster.Hosting;

namespace GanCluster.Cluster.Tests.Hosting;

/// <summary>Coordinators at ports 1, 2, 3 ...; a minus before one that is out of reach.</summary>
public sealed class DowningRulesSpecs
{
    [Theory]
    [InlineData(1, new[] { 1 }, true)]
    [InlineData(1, new[] { -1 }, true)] // workers that were cut off say so of it
    [InlineData(1, new int[0], true)] // it is about to be a member
    [InlineData(1, new[] { 1, -2, 3 }, true)]
    [InlineData(1, new[] { 1, -2, -3 }, false)]
    [InlineData(2, new[] { -1, -2, 3 }, true)]
    [InlineData(1, new[] { 1, -2 }, true)]
    [InlineData(2, new[] { -1, 2 }, false)]
    public void A_coordinator_stays_with_most_of_them_or_with_the_first_half(int self, int[] coordinators, bool stays) =>
        Assert.Equal(stays, DowningRules.Stays(At(self), [.. coordinators.Select(c => (At(Math.Abs(c)), c > 0))]));

    private static Address At(int port) => new("akka.tcp", "gancluster", "10.0.0.1", port);
}
