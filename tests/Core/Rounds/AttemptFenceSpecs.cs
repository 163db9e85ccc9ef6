using GanCluster.Core.Rounds;

namespace GanCluster.Core.Tests.Rounds;

public class AttemptFenceSpecs
{
    [Theory]
    [InlineData(2, 3, 4, true)]
    [InlineData(2, 3, 3, true)]
    [InlineData(2, 2, 9, true)]
    [InlineData(1, 9, 9, true)]
    [InlineData(2, 3, 5, false)]
    [InlineData(2, 4, 1, false)]
    [InlineData(3, 1, 1, false)]
    public void The_fenced_attempt_and_every_older_one_are_over(long term, long round, int attempt, bool over)
    {
        Assert.Equal(over, AttemptFence.Of(Id(2, 3, 4), "").IsOver(Id(term, round, attempt)));
        Assert.False(AttemptFence.None.IsOver(Id(term, round, attempt)));
    }

    [Fact]
    public void A_fence_is_raised_and_never_lowered()
    {
        var fence = AttemptFence.None.Raise(Id(1, 1, 2), "w2 is lost");

        Assert.Same(fence, fence.Raise(Id(1, 1, 1), "late"));
        Assert.Same(fence, fence.Raise(Id(1, 1, 2), "again"));
        Assert.Equal((Id(1, 1, 2), "w2 is lost"), (fence.Newest, fence.Reason));
        var higher = fence.Raise(Id(1, 1, 3), "w3 is lost");
        Assert.Equal((Id(1, 1, 3), "w3 is lost"), (higher.Newest, higher.Reason));
    }

    private static AttemptId Id(long term, long round, int attempt) => new(new RunId("run"), term, round, attempt);
}
