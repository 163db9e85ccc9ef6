using GanCluster.Core.Rounds;

namespace GanCluster.Core.Tests.Rounds;

public class AttemptIdSpecs
{
    [Theory]
    [InlineData(1, 9, 9, 2, 1, 1)]
    [InlineData(2, 3, 9, 2, 4, 1)]
    [InlineData(2, 4, 1, 2, 4, 2)]
    public void An_attempt_is_older_by_term_then_round_then_attempt(long term, long round, int attempt, long t, long r, int a)
    {
        var (older, newer) = (Id(term, round, attempt), Id(t, r, a));

        Assert.True(older.IsOlderThan(newer));
        Assert.False(newer.IsOlderThan(older));
        Assert.False(newer.IsOlderThan(newer));
    }

    [Fact]
    public void Workers_are_ordered_ordinally()
    {
        WorkerId[] workers = [new("w10"), new("W2"), new("w2"), new("w1")];

        Assert.Equal(["W2", "w1", "w10", "w2"], workers.Order().Select(w => w.Value));
    }

    private static AttemptId Id(long term, long round, int attempt) => new(new RunId("run"), term, round, attempt);
}
