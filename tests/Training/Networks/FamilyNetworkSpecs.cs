using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class FamilyNetworkSpecs
{
    public static TheoryData<string> Names => Runs.Names;

    /// <summary>Images of other sizes and colours, by the narrowest networks.</summary>
    public static TheoryData<string, string[]> Shaped => new()
    {
        { "dcgan", ["image.size=16", "image.channels=3"] },
        { "dcgan", ["image.size=64", "image.channels=3", "conditioning=concatenation"] },
        { "dcgan", ["image.size=256", "packing=2", "network.norm=none"] },
        { "r3gan", ["image.size=16"] },
        { "r3gan", ["image.size=64", "image.channels=3", "conditioning=projection", "diffAugment=color,translation,cutout"] },
        { "r3gan", ["image.size=128", "image.channels=3", "packing=2"] },
        { "vanilla", ["image.size=5", "image.channels=3"] },
        { "lapgan", ["image.size=14", "image.channels=3"] },
        { "lapgan", ["image.size=64", "image.channels=3", "conditioning=projection"] },
        { "lapgan", ["image.size=56", "packing=2"] },
        { "srgan", ["image.size=30", "image.channels=3", "superResolution.factor=2"] },
        { "srgan", ["image.size=64", "image.channels=3"] },
        { "srgan", ["image.size=8"] },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void G_makes_samples_of_the_datas_shape_and_D_one_logit_of_each_or_each_pack(string name)
    {
        var configuration = Runs.Of(name);
        var family = Runs.Family(configuration);
        var (g, d) = family.First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        var labels = Labels.Of([1, 0, 3, 2], family.Classes);
        var z = family.Upscales ? Srgan.Low(zeros([4, .. family.Shape]), family.Factor) : LatentNoise.Draw(family.Latent, 1, default, 0, 4);
        var sample = g.Make(z, labels)[^1];
        Assert.Equal([4, .. Runs.Data(configuration).Shape], sample.shape);
        Assert.Equal([4 / configuration.Packing], d.Score(sample, labels, d.Levels - 1).shape);
    }

    [Theory]
    [MemberData(nameof(Shaped))]
    public void Both_are_for_any_size_and_colour_that_the_family_takes(string name, string[] settings)
    {
        var run = Runs.Of(name, settings);
        var family = Runs.Family(run);
        long[] shape = [run.Image.Channels, run.Image.Size, run.Image.Size];
        Assert.Equal(shape, family.Shape);
        var (g, d) = family.First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        var labels = Labels.Of([1, 0, 3, 2], family.Classes);
        var z = family.Upscales ? Srgan.Low(zeros([4, .. shape]), family.Factor) : LatentNoise.Draw(family.Latent, 1, default, 0, 4);
        var made = g.Make(z, labels);
        Assert.Equal([4, .. shape], made[^1].shape);
        Assert.All(made.Index(), level => Assert.Equal([4 / run.Packing], d.Score(level.Item, labels, level.Index).shape));
        var slopes = g.Gradients(d.Score(made[^1], labels, d.Levels - 1).sum());
        Assert.Contains(slopes, slope => slope.abs().max().item<float>() > 0);
    }

    [Theory]
    [InlineData("dcgan", 32, "8-4-2")]
    [InlineData("dcgan", 256, "16-16-16-8-4-2")]
    [InlineData("r3gan", 16, "4-2")]
    [InlineData("r3gan", 64, "8-8-4-2")]
    public void Channels_double_from_the_image_up_to_the_familys_most(string name, int size, string channels)
    {
        var run = Runs.Of(name, [$"image.size={size}", "network.norm=none"]);
        using var d = Runs.Family(run).Discriminator();
        var outputs = d.Layout.Entries.Where(e => e.Shape is [_, _, > 2, > 2]).Select(e => e.Shape[0]).Where(n => n > 1).Distinct();
        Assert.Equal(channels.Split('-').Select(long.Parse).Distinct().Order(), outputs.Order());
        Assert.Equal(channels, string.Join('-', Stages.Channels(run, name == "dcgan" ? 8 : 4)));
    }

    [Theory]
    [InlineData("vanilla, concatenation")]
    [InlineData("dcgan, projection")]
    [InlineData("dcgan, concatenation")]
    [InlineData("r3gan, projection")]
    [InlineData("lapgan, projection, augmented")]
    [InlineData("lapgan, concatenation, relativistic with R1 and R2")]
    public void A_label_changes_its_own_sample_and_score_and_no_others(string name)
    {
        var configuration = Runs.Of(name);
        configuration = configuration with { Network = configuration.Network with { Norm = "none" } };
        var family = Runs.Family(configuration);
        var (g, d) = family.First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        var z = LatentNoise.Draw(family.Latent, 1, default, 0, 2);
        var (before, after) = (Labels.Of([4, 4], 10), Labels.Of([4, 5], 10));
        var made = g.Make(z, before);
        var differing = g.Make(z, after, made);
        for (var level = 0; level < made.Count; level++)
        {
            SecondAloneDiffers(made[level], differing[level]);
            SecondAloneDiffers(d.Score(made[level], before, level), d.Score(made[level], after, level));
        }
    }

    [Fact]
    public void A_pack_is_the_samples_that_follow_each_other()
    {
        using var d = new DiscriminatorNetwork(new Shapes(), CPU, packing: 2);
        Assert.Equal([0f + 1 + 2 + 3, 4 + 5 + 6 + 7], Tensors.Floats(d.Score(arange(0, 8, ScalarType.Float32).view(4, 1, 2))));
    }

    [Fact]
    public void A_projection_adds_the_labels_row_to_the_weights()
    {
        using var projection = new Projection(
            nn.Parameter(tensor(new[] { 2f, 3 }, 1, 2)),
            nn.Parameter(tensor(new[] { 10f })),
            nn.Parameter(tensor(new[] { 0f, 0, 1, 5, 7, 9 }, 3, 2)),
            spectralNorm: 0);
        var found = projection.call(tensor(new[] { 1f, -1, 1, -1 }, 2, 2), Labels.Of([1, 2], 3)!);
        Assert.Equal([10f + 3 - 8, 10f + 9 - 12], Tensors.Floats(found));
    }

    [Fact]
    public void A_residual_layer_adds_its_branch()
    {
        using var network = Nets.Set(Nets.G(new Residual(nn.Linear(2, 2))), 0, 1, 1, 0, 100, 200);
        Assert.Equal(["0.branch.0.weight", "0.branch.0.bias"], network.Layout.Entries.Select(e => e.Name));
        Assert.Equal([108f, 208], Tensors.Floats(network.Make(tensor(new[] { 3f, 5 }, 1, 2), null)[0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_leaky_unit_has_the_slope_that_first_weights_reckon_with(string name)
    {
        var (g, d) = Runs.Family(Runs.Of(name)).First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        Assert.All(
            g.Module.modules().Concat(d.Module.modules()).OfType<TorchSharp.Modules.LeakyReLU>(),
            unit => Assert.Equal([-0.2f], Tensors.Floats(unit.call(tensor(new[] { -1f })))));
    }

    [Fact]
    public void Fourier_bands_are_sines_and_cosines_of_doubling_quarter_turns()
    {
        using var bands = new FourierBands(2);
        var found = bands.call(tensor(new[] { 0.5f, -1f }, 1, 2));
        double[] expected =
        [
            0.5, -1,
            Math.Sqrt(0.5), -1, Math.Sqrt(0.5), 0,
            1, 0, 0, -1,
        ];
        Assert.Equal([1, 10], found.shape);
        Assert.All(expected.Zip(Tensors.Floats(found)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Constant_buffers_and_frozen_parameters_are_a_part_of_the_network_and_are_not_trained()
    {
        using var g = Runs.Family(OwnParts.Colours).Generator();
        Assert.Equal(["_frozen", "_shift"], g.FixedLayout.Entries.Select(e => e.Name));
        Assert.DoesNotContain("_frozen", g.Layout.Entries.Select(e => e.Name));
    }

    /// <summary>Bit by bit, which is meaningful for the same place in a batch of the same size alone.</summary>
    private static void SecondAloneDiffers(Tensor before, Tensor after)
    {
        Assert.Equal(Tensors.Floats(before[0]), Tensors.Floats(after[0]));
        Assert.NotEqual(Tensors.Floats(before[1]), Tensors.Floats(after[1]));
    }

    /// <summary>(N, 2, 2) to the sum of each.</summary>
    private sealed class Shapes() : nn.Module<Tensor, Tensor>(nameof(Shapes))
    {
        public override Tensor forward(Tensor x)
        {
            Assert.Equal([2L, 2, 2], x.shape);
            return x.sum([1, 2]);
        }
    }
}
