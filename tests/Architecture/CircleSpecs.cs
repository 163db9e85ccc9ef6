using Mono.Cecil;

namespace GanCluster.Architecture.Tests;

/// <summary>The checker on this assembly's own namespaces, of which those below Made use each other on purpose.</summary>
public class CircleSpecs
{
    [Theory]
    [InlineData("ByField")]
    [InlineData("ByBase")]
    [InlineData("ByInterface")]
    [InlineData("ByBody")]
    [InlineData("ByCatch")]
    [InlineData("ByArgument")]
    [InlineData("ByAttribute")]
    [InlineData("ByConstraint")]
    [InlineData("ByNested")]
    public void A_circle_is_found_however_it_closes(string by)
    {
        var circle = Assert.Single(Circles("GanCluster.Architecture.Tests.Made." + by));

        Assert.Contains($"{by}.Up -> ", circle, StringComparison.Ordinal);
        Assert.Contains(" uses Upper", circle, StringComparison.Ordinal);
    }

    [Fact]
    public void One_way_is_no_circle()
    {
        Assert.Empty(Circles("GanCluster.Architecture.Tests.Made.OneWay"));
    }

    [Fact]
    public void A_circle_over_three_is_one()
    {
        var circle = Assert.Single(Circles("GanCluster.Architecture.Tests.Made.OverThree"));

        Assert.Equal(3, circle.Split('\n').Length);
    }

    private static IReadOnlyList<string> Circles(string below)
    {
        using var tests = AssemblyDefinition.ReadAssembly(typeof(CircleSpecs).Assembly.Location);
        return new NamespaceGraph(tests, below).Circles();
    }
}
