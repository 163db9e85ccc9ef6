namespace GanCluster.Core.Tests;

public class ToldLinesSpecs
{
    private readonly ToldLines _lines = new();

    [Fact]
    public void A_line_is_told_again_after_a_minute()
    {
        Assert.True(IsNew("one", at: 0));
        Assert.False(IsNew("one", at: 59));
        Assert.True(IsNew("two", at: 59));
        Assert.True(IsNew("one", at: 60));
        Assert.False(IsNew("one", at: 119));
    }

    [Fact]
    public void Beyond_a_thousand_all_are_forgotten()
    {
        for (var line = 0; line < 1000; line++)
        {
            Assert.True(IsNew($"line {line}", at: 0));
        }

        Assert.False(IsNew("line 0", at: 1));
        Assert.True(IsNew("one more", at: 1));
        Assert.True(IsNew("line 0", at: 1));
    }

    private bool IsNew(string line, double at) => _lines.IsNew(line, TimeSpan.FromSeconds(at));
}
