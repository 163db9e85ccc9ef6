using GanCluster.Core.Runs;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>A family of several levels, whose levels are trained at once and each on its own.</summary>
public class LevelSpecs
{
    private static readonly RunConfiguration Run = Runs.Of("lapgan");

    [Fact]
    public void The_finer_levels_learn_from_real_coarser_images_whatever_the_coarsest_G_makes()
    {
        var (asDrawn, changed) = (Gradients(factor: 1), Gradients(factor: -2));

        Assert.Equal(["g.0.", "g.1.", "g.2."], asDrawn.Keys.Where(k => k[0] == 'g'));
        Assert.Equal(asDrawn["g.1."], changed["g.1."]);
        Assert.Equal(asDrawn["g.2."], changed["g.2."]);
        Assert.Equal(asDrawn["d.1."], changed["d.1."]);
        Assert.Equal(asDrawn["d.2."], changed["d.2."]);
        Assert.NotEqual(asDrawn["g.0."], changed["g.0."]);
        Assert.NotEqual(asDrawn["d.0."], changed["d.0."]);
    }

    [Fact]
    public void Every_level_of_both_networks_is_trained() =>
        Assert.All(Gradients(factor: 1).Values, gradient => Assert.Contains(gradient, value => value != 0));

    [Fact]
    public void A_latent_has_a_value_for_each_pixel_of_the_finer_levels() =>
        Assert.Equal(Run.Latent.Size + (14 * 14) + (28 * 28), Runs.Family(Run).Latent.Size);

    /// <summary>Of the first step by network and level, after the coarsest G's weights were multiplied by the factor.</summary>
    private static Dictionary<string, float[]> Gradients(float factor)
    {
        using var replica = Runs.Replica(Run);
        var start = replica.Snapshot();
        replica.Load(start with
        {
            Tensors =
            [
                .. start.Tensors.Select(t => t.Name.StartsWith("g.level.0.", StringComparison.Ordinal)
                    ? t with { Values = t.Values.ToArray().Select(w => w * factor).ToArray() }
                    : t),
            ],
        });
        replica.Begin();
        using var d = replica.Rent(replica.Lengths.Discriminator);
        using var g = replica.Rent(replica.Lengths.Generator);
        replica.DiscriminatorGradient(0, 0, 0, d.Memory);
        replica.GeneratorGradient(0, 0, g.Memory);
        var (family, found) = (Runs.Family(Run), new Dictionary<string, float[]>());
        using var ofG = family.Generator();
        using var ofD = family.Discriminator();
        foreach (var (name, layout, gradient) in new[] { ("g", ofG.Layout, g.Memory), ("d", ofD.Layout, d.Memory) })
        {
            foreach (var level in layout.Entries.GroupBy(e => $"{name}.{e.Name["level.".Length]}."))
            {
                found.Add(level.Key, [.. level.SelectMany(e => gradient.Slice(e.Offset, e.Count).ToArray())]);
            }
        }

        return found;
    }
}
