using GanCluster.Core.Runs;
using GanCluster.Node;
using static TorchSharp.torch;

namespace GanCluster.EndToEnd.Tests.Runs;

public class GanClusterAppSpecs
{
    [Fact]
    public void Two_of_one_process_do_not_see_each_others_families_and_data()
    {
        var first = new GanClusterApp().AddGan("same", Nothing, Nothing, 2).AddData("firsts", _ => throw new NotSupportedException());
        var other = new GanClusterApp().AddGan("same", Nothing, Nothing, 1, 8, 8).AddGan("others", Nothing, Nothing, 2);

        var run = new RunConfiguration { Family = "same", Data = "ring8" };
        Assert.Equal([2L], first.Parts.FamilyOf(run).Shape);
        Assert.Equal([1L, 8, 8], other.Parts.FamilyOf(run).Shape);
        Assert.Equal(["same", "firsts"], first.Parts.Names.Families.Concat(first.Parts.Names.Data));
        Assert.Equal(["others", "same"], other.Parts.Names.Families.Concat(other.Parts.Names.Data));
        Assert.Empty(new GanClusterApp().Parts.Names.Families);
    }

    private static nn.Module<Tensor, Tensor> Nothing(RunConfiguration run) => throw new InvalidOperationException();
}
