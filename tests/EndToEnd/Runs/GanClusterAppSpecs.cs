using GanCluster.Core.Runs;
using GanCluster.Node;
using static TorchSharp.torch.nn;

namespace GanCluster.EndToEnd.Tests.Runs;

public class GanClusterAppSpecs
{
    [Fact]
    public void Two_of_one_process_do_not_see_each_others_families_and_data()
    {
        var first = Add(new GanClusterApp(), "same", 2).AddData("firsts", _ => throw new NotSupportedException());
        var other = Add(Add(new GanClusterApp(), "same", 3, 8, 8), "others", 2);

        var run = new RunConfiguration { Family = "same", Data = "ring8" };
        Assert.Equal([2L], first.Parts.FamilyOf(run).Shape);
        Assert.Equal([3L, 8, 8], other.Parts.FamilyOf(run).Shape);
        Assert.Equal(["same", "firsts"], first.Parts.Names.Families.Concat(first.Parts.Names.Data));
        Assert.Equal(["others", "same"], other.Parts.Names.Families.Concat(other.Parts.Names.Data));
        Assert.Empty(new GanClusterApp().Parts.Names.Families);
    }

    private static GanClusterApp Add(GanClusterApp app, string name, params long[] shape) =>
        app.AddGan(name, run => Linear(1, 2), run => Linear(2, 1), shape);
}
