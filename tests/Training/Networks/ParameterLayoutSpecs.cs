using GanCluster.Core.Runs;

namespace GanCluster.Training.Tests.Networks;

public class ParameterLayoutSpecs
{
    [Fact]
    public void Parameters_are_named_as_the_module_names_them()
    {
        using var g = Runs.Family(Runs.Dcgan).Generator();
        Assert.Equal(
            [
                "1.weight", "2.weight", "2.bias", "4.weight", "5.weight", "5.bias", "7.weight", "8.weight", "8.bias", "10.weight",
            ],
            g.Layout.Entries.Select(e => e.Name));
    }

    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan")]
    public void Each_parameter_begins_at_a_64_byte_boundary_after_the_one_before(string family)
    {
        using var g = Runs.Family(Runs.Of(family)).Generator();
        using var d = Runs.Family(Runs.Of(family)).Discriminator();
        foreach (var layout in new[] { g.Layout, d.Layout })
        {
            var end = 0;
            foreach (var entry in layout.Entries)
            {
                Assert.Equal(0, entry.Offset * sizeof(float) % 64);
                Assert.InRange(entry.Offset, end, end + 15);
                Assert.Equal(entry.Shape.Aggregate(1L, (product, size) => product * size), entry.Count);
                end = entry.Offset + entry.Count;
            }

            Assert.InRange(layout.Length, end, end + 15);
            Assert.Equal(0, layout.Length % 16);
        }
    }

    [Fact]
    public void The_gaps_between_parameters_stay_zero()
    {
        using var g = Runs.Family(Runs.Mixture).Generator();
        var flat = Tensors.Floats(Nets.Bind(g));
        var used = g.Layout.Entries.SelectMany(e => Enumerable.Range(e.Offset, e.Count)).ToHashSet();
        Assert.NotEqual(used.Count, flat.Length);
        Assert.All(Enumerable.Range(0, flat.Length).Except(used), i => Assert.Equal(0, flat[i]));
    }

    [Fact]
    public void The_DCGAN_of_width_64_has_1728128_parameters()
    {
        var family = Runs.Family(Runs.Dcgan with { Latent = new LatentOptions { Size = 100 }, Network = new NetworkOptions() });
        using var g = family.Generator();
        using var d = family.Discriminator();
        Assert.Equal(1_728_128, g.Layout.Entries.Concat(d.Layout.Entries).Sum(e => e.Count));
    }
}
