using GanCluster.Core.Workers;
using GanCluster.Exchange.Attempts;

namespace GanCluster.Exchange.Tests;

public class AttemptTableSpecs
{
    private readonly AttemptTable<string> _table = new(TimeSpan.FromSeconds(20));
    private AttemptLife? _life;

    [Fact]
    public void What_is_older_than_the_open_attempt_is_over_and_what_is_newer_is_not()
    {
        Open(2);

        Assert.Equal([true, false, false], IsOver(1, 2, 3));
    }

    [Fact]
    public void A_broken_attempt_is_over_and_may_still_be_joined_by_who_learns_why()
    {
        Open(2);

        _table.Break("closed");

        Assert.Equal([true, true, false], IsOver(1, 2, 3));
        Assert.True(_life!.IsBroken);
        Assert.Equal("attempt 2", Open(2));
    }

    [Fact]
    public void A_fence_is_over_the_open_attempt_and_those_to_come_up_to_it()
    {
        Open(2);

        _table.Fence(Attempts.Id(3), "fenced");
        _table.Fence(Attempts.Id(1), "late");

        Assert.True(_life!.IsBroken);
        Assert.Equal([true, true, true, false], IsOver(1, 2, 3, 4));
        Assert.Throws<ExchangeBrokenException>(() => Open(3));
        Assert.Equal("attempt 4", Open(4));
    }

    [Fact]
    public void A_fence_of_an_older_attempt_leaves_the_open_one()
    {
        Open(2);

        _table.Fence(Attempts.Id(1), "late");

        Assert.False(_life!.IsBroken);
        Assert.Equal("attempt 2", Open(2));
    }

    [Fact]
    public void A_newer_attempt_ends_the_open_one_and_an_older_one_does_not_open()
    {
        Open(1);
        var first = _life!;

        Assert.Equal("attempt 3", Open(3));

        Assert.True(first.IsBroken);
        Assert.False(_life!.IsBroken);
        Assert.Contains("has begun", Assert.Throws<ExchangeBrokenException>(() => Open(2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attempt_that_cannot_be_opened_leaves_the_open_one()
    {
        Open(1);

        Assert.Throws<InvalidOperationException>(
            () => _table.Join(Attempts.Id(2), _ => throw new InvalidOperationException("nobody knows where w1 is")));

        Assert.False(_life!.IsBroken);
        Assert.Equal("attempt 1", Open(1));
    }

    private string Open(int attempt) => _table.Join(Attempts.Id(attempt), life =>
    {
        _life = life;
        return $"attempt {attempt}";
    });

    private IEnumerable<bool> IsOver(params int[] attempts) => attempts.Select(a => _table.IsOver(Attempts.Id(a)));
}
