using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class NetworkSpecs
{
    [Theory]
    [InlineData("mixture", "ring8", new long[] { 2 })]
    [InlineData("vanilla", "fashion-mnist", new long[] { 1, 28, 28 })]
    [InlineData("dcgan", "fashion-mnist", new long[] { 1, 32, 32 })]
    public void G_makes_samples_of_the_datas_shape_and_D_one_logit_of_each(string family, string data, long[] shape)
    {
        var networks = Family.Of(Runs.Dcgan with { Family = family, Data = data });
        using var g = Drawn(networks.Generator);
        using var d = Drawn(networks.Discriminator);
        var sample = g.Forward(LatentNoise.Draw(Runs.Dcgan.Latent, 1, default, 0, 3), g.Constants, OwnBatchNorm.Instance);
        Assert.Equal([3, .. shape], sample.shape);
        Assert.Equal([3], d.Forward(sample, d.Constants, OwnBatchNorm.Instance).shape);
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
