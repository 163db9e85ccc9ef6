using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class NetworkSpecs
{
    public static TheoryData<string> Names => Runs.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void G_makes_samples_of_the_datas_shape_and_D_one_logit_of_each_or_each_pack(string name)
    {
        var configuration = Runs.Of(name);
        var networks = Runs.Family(configuration);
        using var g = Drawn(networks.Generator);
        using var d = Drawn(networks.Discriminator);
        var labels = Labels.OneHot([1, 0, 9, 5], Runs.Family(configuration).Classes);
        var z = Runs.Family(configuration).Upscales
            ? Srgan.Low(zeros(4, 1, 28, 28))
            : LatentNoise.Draw(networks.Latent, 1, default, 0, 4);
        var sample = Synthesis.Make(networks.Generator, g.Constants, OwnBatchNorm.Instance, z, labels)[^1];
        Assert.Equal([4, .. Runs.Data(configuration).Shape], sample.shape);
        Assert.Equal([4 / configuration.Packing], d.Forward(sample, d.Constants, labels, networks.Discriminator.Parts - 1).shape);
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
        var networks = Runs.Family(configuration);
        using var g = Drawn(networks.Generator);
        using var d = Drawn(networks.Discriminator);
        var z = LatentNoise.Draw(networks.Latent, 1, default, 0, 2);
        var (before, after) = (Labels.OneHot([4, 4], 10), Labels.OneHot([4, 5], 10));
        var norm = new CopyingBatchNorm();
        var made = Synthesis.Make(networks.Generator, g.Constants, norm, z, before);
        var differing = Synthesis.Make(networks.Generator, g.Constants, norm, z, after, made);
        for (var part = 0; part < made.Count; part++)
        {
            SecondAloneDiffers(made[part], differing[part]);
            SecondAloneDiffers(Score(before, part), Score(after, part));
        }

        Tensor Score(Tensor? labels, int part) =>
            Network.Forward(networks.Discriminator, d.Constants, norm, made[part], labels, part);
    }

    [Fact]
    public void A_pack_is_the_samples_that_follow_each_other()
    {
        var spec = new NetworkSpec("d", [new Layer.Pack(2)]);
        var found = Network.Forward(spec, [], OwnBatchNorm.Instance, arange(0, 8, ScalarType.Float32).view(4, 1, 2));
        Assert.Equal([2, 2, 2], found.shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5, 6, 7], Values(found));
    }

    [Fact]
    public void A_projection_adds_the_labels_row_to_the_weights()
    {
        var spec = new NetworkSpec("d", [new Layer.Projection(2, 3)]);
        var found = Network.Forward(
            spec,
            [tensor(new[] { 2f, 3 }, 1, 2), tensor(new[] { 10f }), tensor(new[] { 0f, 0, 1, 5, 7, 9 }, 3, 2)],
            OwnBatchNorm.Instance,
            tensor(new[] { 1f, -1, 1, -1 }, 2, 2),
            Labels.OneHot([1, 2], 3));
        Assert.Equal([10f + 3 - 8, 10f + 9 - 12], Values(found));
    }

    [Fact]
    public void A_residual_layer_adds_its_branch_and_names_its_parameters_below_its_own()
    {
        var spec = new NetworkSpec(
            "d", [new Layer.Tanh(), new Layer.Residual([new Layer.ReLU(), new Layer.Linear(2, 2)]), new Layer.Linear(2, 1)]);
        Assert.Equal(
            ["1.1.weight", "1.1.bias", "2.weight", "2.bias"], ParameterLayout.Of(spec).Entries.Select(e => e.Name));
        var branch = new NetworkSpec("d", [new Layer.Residual([new Layer.Linear(2, 2)])]);
        var found = Network.Forward(
            branch,
            [tensor(new[] { 0f, 1, 1, 0 }, 2, 2), tensor(new[] { 100f, 200 })],
            OwnBatchNorm.Instance,
            tensor(new[] { 3f, 5 }, 1, 2));
        Assert.Equal([108f, 208], Values(found));
    }

    [Fact]
    public void A_shortcut_stands_for_the_input_that_a_residual_layer_adds_to()
    {
        var spec = new NetworkSpec("d", [new Layer.Residual([new Layer.Linear(2, 2)]) { Shortcut = [new Layer.ReLU()] }]);
        Assert.Equal(["0.0.weight", "0.0.bias"], ParameterLayout.Of(spec).Entries.Select(e => e.Name));
        var found = Network.Forward(
            spec,
            [tensor(new[] { 0f, 1, 1, 0 }, 2, 2), tensor(new[] { 100f, 200 })],
            OwnBatchNorm.Instance,
            tensor(new[] { -3f, 5 }, 1, 2));
        Assert.Equal([105f, 202], Values(found));
    }

    [Fact]
    public void Pixel_shuffle_lays_channels_out_as_pixels()
    {
        const int Factor = 2;
        var x = arange(0, 2 * 12 * 3 * 5, ScalarType.Float32).view(2, 12, 3, 5);
        var found = Network.Forward(
            new NetworkSpec("g", [new Layer.PixelShuffle(Factor)]), [], OwnBatchNorm.Instance, x);
        Assert.Equal([2, 3, 6, 10], found.shape);
        var values = Values(found.contiguous());
        for (var i = 0; i < values.Length; i++)
        {
            var (n, c, y, column) = (i / 180, i / 60 % 3, i / 10 % 6, i % 10);
            var channel = (c * Factor * Factor) + (y % Factor * Factor) + (column % Factor);
            Assert.Equal((((((n * 12) + channel) * 3) + (y / Factor)) * 5) + (column / Factor), values[i]);
        }
    }

    [Fact]
    public void Hidden_features_are_what_the_activations_give()
    {
        var spec = new NetworkSpec(
            "d", [new Layer.ReLU(), new Layer.Residual([new Layer.ReLU()]), new Layer.LeakyReLU(0.5), new Layer.Tanh()]);
        var hidden = new List<Tensor>();
        Network.Forward(spec, [], OwnBatchNorm.Instance, tensor(new[] { -1f, 2 }, 1, 2), hidden: hidden);
        Assert.Equal([[0f, 2], [0f, 2], [0f, 4]], hidden.Select(Values));
    }

    [Fact]
    public void Fourier_bands_are_sines_and_cosines_of_doubling_quarter_turns()
    {
        var spec = new NetworkSpec("d", [new Layer.Fourier(2)]);
        var found = Network.Forward(spec, [], OwnBatchNorm.Instance, tensor(new[] { 0.5f, -1f }, 1, 2));
        double[] expected =
        [
            0.5, -1,
            Math.Sqrt(0.5), -1, Math.Sqrt(0.5), 0,
            1, 0, 0, -1,
        ];
        Assert.Equal([1, 10], found.shape);
        Assert.All(expected.Zip(Values(found)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Leaves_and_constants_see_a_step_on_the_flat_buffer()
    {
        using var network = new FlatNetwork(
            ParameterLayout.Of(new NetworkSpec("d", [new Layer.Linear(2, 1)])), CPU);
        using (no_grad())
        {
            network.Flat.fill_(7);
        }

        Assert.All(network.Leaves.Concat(network.Constants).SelectMany(Values), value => Assert.Equal(7, value));
        Assert.All(network.Leaves, leaf => Assert.True(leaf.requires_grad && leaf.is_leaf));
        Assert.All(network.Constants, constant => Assert.False(constant.requires_grad));
    }

    /// <summary>Bit by bit, which is meaningful for the same place in a batch of the same size alone.</summary>
    private static void SecondAloneDiffers(Tensor before, Tensor after)
    {
        Assert.Equal(Values(before[0]), Values(after[0]));
        Assert.NotEqual(Values(before[1]), Values(after[1]));
    }

    /// <summary>Leaves samples apart, unlike batch norm.</summary>
    private sealed class CopyingBatchNorm : IBatchNorm
    {
        public Tensor Normalize(int layer, Tensor x, Tensor weight, Tensor bias) => x.alias();
    }

    private static FlatNetwork Drawn(NetworkSpec spec)
    {
        var network = new FlatNetwork(ParameterLayout.Of(spec), CPU);
        var flat = new float[network.Layout.Length];
        InitialWeights.Fill(network.Layout, 1, 0, flat);
        network.Flat.copy_(tensor(flat));
        return network;
    }

    private static float[] Values(Tensor t) => t.detach().data<float>().ToArray();
}
