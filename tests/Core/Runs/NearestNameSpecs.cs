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
}
