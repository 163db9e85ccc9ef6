using GanCluster.Core.Shards;

namespace GanCluster.Core.Tests.Shards;

public class ClassDealSpecs
{
    [Fact]
    public void Ten_classes_by_two_to_five_replicas_are_dealt_in_their_order()
    {
        var deal = new ClassDeal(classes: 10, replicas: 5, each: 2);

        Assert.Equal([[0, 1], [2, 3], [4, 5], [6, 7], [8, 9]], Enumerable.Range(0, 5).Select(deal.Of));
        Assert.All(deal.Owners(), owners => Assert.Single(owners));
    }

    [Fact]
    public void After_the_last_class_the_first_is_dealt_again()
    {
        var deal = new ClassDeal(classes: 5, replicas: 4, each: 2);

        Assert.Equal([[0, 1], [2, 3], [4, 0], [1, 2]], Enumerable.Range(0, 4).Select(deal.Of));
        Assert.Equal([[0, 2], [0, 3], [1, 3], [1], [2]], deal.Owners());
    }

    [Theory]
    [InlineData(25, 4, 7)]
    [InlineData(10, 20, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(100_000, 4096, 25)]
    public void Each_replica_has_as_many_and_every_class_somebody(int classes, int replicas, int each)
    {
        var deal = new ClassDeal(classes, replicas, each);

        Assert.All(Enumerable.Range(0, replicas), replica => Assert.Equal(each, deal.Of(replica).Distinct().Count()));
        Assert.All(deal.Owners(), owners => Assert.NotEmpty(owners));
        Assert.Equal(replicas * each, deal.Owners().Sum(owners => owners.Count));
    }

    [Theory]
    [InlineData(25, 4, 2, 7)]
    [InlineData(10, 5, 1, 2)]
    [InlineData(8, 3, 2, 3)]
    public void A_deal_that_leaves_a_class_to_nobody_is_none(int classes, int replicas, int each, int least)
    {
        Assert.False(ClassDeal.Covers(classes, replicas, each));
        Assert.Equal(least, ClassDeal.Least(classes, replicas));
        Assert.True(ClassDeal.Covers(classes, replicas, least));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassDeal(classes, replicas, each));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassDeal(classes, replicas, classes + 1));
    }
}
