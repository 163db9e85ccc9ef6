using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class NearestNameSpecs
{
    [Theory]
    [InlineData("ring9", "ring8")]
    [InlineData("RING8", "ring8")]
    [InlineData("grid", "grid25")]
    [InlineData("dcgan", "fashion-dcgan")]
    [InlineData("fashon-vanila", "fashion-vanilla")]
    public void The_name_with_the_fewest_edits_is_nearest(string mistyped, string meant)
    {
        Assert.Equal(meant, NearestName.Of(mistyped, ["fashion-dcgan", "fashion-vanilla", "grid25", "ring8"]));
    }

    [Theory]
    [InlineData("fashon-mnist", "fashion-mnist")]
    [InlineData("Mnist", "mnist")]
    [InlineData("hats", null)]
    [InlineData("list", null)]
    public void A_name_is_likely_only_if_few_of_its_letters_differ(string mistyped, string? meant)
    {
        Assert.Equal(meant, NearestName.Likely(mistyped, ["mnist", "fashion-mnist"]));
        Assert.Null(NearestName.Likely(mistyped, []));
    }
}
