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

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 0)]
    [InlineData(2, 3)]
    public void It_is_told_with_its_term_however_long_its_numbers_are(long office, long moves)
    {
        var term = Term.Of(office) + moves;

        Assert.Equal($"round 4 attempt 2 (term {Term.Text(term)})", Id(term, 4, 2).ToString());
        Assert.Equal(
            $"round {long.MaxValue} attempt {int.MaxValue} (term {Term.Text(term)}) is open",
            $"{Id(term, long.MaxValue, int.MaxValue)} is open");
    }

    [Fact]
    public void Workers_are_ordered_ordinally()
    {
        WorkerId[] workers = [new("w10"), new("W2"), new("w2"), new("w1")];

        Assert.Equal(["W2", "w1", "w10", "w2"], workers.Order().Select(w => w.Value));
    }

    private static AttemptId Id(long term, long round, int attempt) => new(new RunId("run"), term, round, attempt);
}
