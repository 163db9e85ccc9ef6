using GanCluster.Core.Runs;
using GanCluster.Node;
using GanCluster.Training.Networks;

namespace GanCluster.EndToEnd.Tests.Runs;

public class GanClusterAppSpecs
{
    [Fact]
    public void Two_of_one_process_do_not_see_each_others_families_and_data()
    {
        var first = new GanClusterApp().AddFamily("same", new Shaped([2])).AddData("firsts", _ => throw new NotSupportedException());
        var other = new GanClusterApp().AddFamily("same", new Shaped([1, 8, 8])).AddFamily("others", new Shaped([2]));

        var run = new RunConfiguration { Family = "same", Data = "ring8" };
        Assert.Equal([2L], first.Parts.FamilyOf(run).Shape);
        Assert.Equal([1L, 8, 8], other.Parts.FamilyOf(run).Shape);
        Assert.Equal(["same", "firsts"], first.Parts.Names.Families.Concat(first.Parts.Names.Data));
        Assert.Equal(["others", "same"], other.Parts.Names.Families.Concat(other.Parts.Names.Data));
        Assert.Empty(new GanClusterApp().Parts.Names.Families);
    }

    private sealed class Shaped(long[] shape) : IFamily
    {
        public IReadOnlyList<long> Shape => shape;

        public IEnumerable<Layer> Generator(RunConfiguration configuration) => [];

        public IEnumerable<Layer> Discriminator(RunConfiguration configuration) => [];
    }
}
