using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>
/// DCGAN (Radford et al., 2016) for 32 x 32: G from z as a 1 x 1 image by three doublings, D by stride alone, no pooling.
/// Without batch norm the convolutions have biases, and weights of the size at which He et al. (2015) keep the signal.
/// </summary>
internal sealed class Dcgan : IFamily
{
    public IReadOnlyList<long> Shape { get; } = [1, 32, 32];

    public IEnumerable<Layer> Generator(RunConfiguration configuration)
    {
        var (inputs, width, like) = (new NetworkInputs(configuration), configuration.Network.Width, LayersOf(configuration));
        return
        [
            .. inputs.Labelled, new Layer.Reshape([inputs.Latent, 1, 1]),
            like.Up(inputs.Latent, width * 4, 1, 0), .. like.Norm(width * 4), new Layer.ReLU(),
            like.Up(width * 4, width * 2, 2, 1), .. like.Norm(width * 2), new Layer.ReLU(),
            like.Up(width * 2, width, 2, 1), .. like.Norm(width), new Layer.ReLU(),
            like.Up(width, 1, 2, 1), new Layer.Tanh(),
        ];
    }

    public IEnumerable<Layer> Discriminator(RunConfiguration configuration)
    {
        var (inputs, width, like) = (new NetworkInputs(configuration), configuration.Network.Width, LayersOf(configuration));
        return
        [
            .. inputs.Packed, .. inputs.Joined,
            like.Down(inputs.Channels(1), width), new Layer.LeakyReLU(0.2),
            like.Down(width, width * 2), .. like.Norm(width * 2), new Layer.LeakyReLU(0.2),
            like.Down(width * 2, width * 4), .. like.Norm(width * 4), new Layer.LeakyReLU(0.2),
            .. inputs.IsProjected
                ? [new Layer.Reshape([-1]), .. inputs.Head(width * 4 * 16)]
                : (Layer[])[new Layer.Conv2d(width * 4, 1, 4, 1, 0), new Layer.Reshape([])],
        ];
    }

    private static Layers LayersOf(RunConfiguration configuration) => new(configuration.Network.Norm == "batch");

    private readonly record struct Layers(bool AreNormalized)
    {
        public IEnumerable<Layer> Norm(int channels) => AreNormalized ? [new Layer.BatchNorm(channels)] : [];

        /// <summary>With a kernel of 4, 16 / stride^2 taps of each input meet in an output; in the first layer only
        /// one.</summary>
        public Layer.ConvTranspose2d Up(int inputs, int outputs, int stride, int padding) => new(
            inputs, outputs, 4, stride, padding, Deviation(inputs * (stride == 1 ? 1 : 4), 2), HasBias: !AreNormalized);

        public Layer.Conv2d Down(int inputs, int outputs) => new(
            inputs, outputs, 4, 2, 1, Deviation(inputs * 16, 2 / 1.04), HasBias: !AreNormalized);

        private double Deviation(int meeting, double gain) => AreNormalized ? 0.02 : Math.Sqrt(gain / meeting);
    }
}
