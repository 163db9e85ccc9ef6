using GanCluster.Core.Runs;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Tests.Networks;

public class ParameterLayoutSpecs
{
    [Fact]
    public void Parameters_are_named_as_in_a_PyTorch_Sequential()
    {
        var names = ParameterLayout.Of(Runs.Family(Runs.Dcgan).Generator).Entries.Select(e => e.Name);
        Assert.Equal(
            [
                "1.weight", "2.weight", "2.bias", "4.weight", "5.weight", "5.bias", "7.weight", "8.weight", "8.bias", "10.weight",
            ],
            names);
    }

    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan")]
    public void Each_parameter_begins_at_a_64_byte_boundary_after_the_one_before(string family)
    {
        var networks = Runs.Family(Runs.Of(family));
        foreach (var layout in new[] { networks.Generator, networks.Discriminator }.Select(ParameterLayout.Of))
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
    public void The_DCGAN_of_width_64_has_1728128_parameters()
    {
        var family = Runs.Family(Runs.Dcgan with { Latent = new LatentOptions { Size = 100 }, Network = new NetworkOptions() });
        var counts = new[] { family.Generator, family.Discriminator }
            .Select(spec => ParameterLayout.Of(spec).Entries.Sum(e => e.Count));
        Assert.Equal(1_728_128, counts.Sum());
    }
}
