using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// DCGAN (Radford et al., 2016) for 32 x 32: G from z as a 1 x 1 image by three doublings, D by stride alone, no pooling.
/// Without batch norm the convolutions have biases, and weights of the size at which He et al. (2015) keep the signal.
/// </summary>
internal sealed class Dcgan : IFamily
{
    public IReadOnlyList<long> Shape { get; } = [1, 32, 32];

    public nn.Module Generator(RunConfiguration run, FirstWeights first)
    {
        var (classes, width, layers) = (Conditioning.ClassesOf(run), run.Network.Width, new Layers(run, first));
        var latent = run.Latent.Size + classes;
        return JoinedLabels.Of(
            nn.Sequential(
            [
                nn.Unflatten(1, [latent, 1, 1]),
                layers.Up(latent, width * 4, 1, 0), .. layers.Norm(width * 4), nn.ReLU(),
                layers.Up(width * 4, width * 2, 2, 1), .. layers.Norm(width * 2), nn.ReLU(),
                layers.Up(width * 2, width, 2, 1), .. layers.Norm(width), nn.ReLU(),
                layers.Up(width, 1, 2, 1), nn.Tanh(),
            ]),
            classes);
    }

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first)
    {
        var (width, layers) = (run.Network.Width, new Layers(run, first));
        nn.Module<Tensor, Tensor>[] body =
        [
            layers.Down(run.Packing + Conditioning.JoinedClassesOf(run), width), nn.LeakyReLU(0.2),
            layers.Down(width, width * 2), .. layers.Norm(width * 2), nn.LeakyReLU(0.2),
            layers.Down(width * 2, width * 4), .. layers.Norm(width * 4), nn.LeakyReLU(0.2),
        ];
        return run.Conditioning switch
        {
            "projection" => new ProjectionDiscriminator(
                nn.Sequential([.. body, nn.Flatten()]), first.Projection(width * 4 * 16, run.Classes)),
            _ => JoinedLabels.Of(
                nn.Sequential([.. body, first.Conv2d(width * 4, 1, 4, 1, 0), nn.Flatten()]),
                Conditioning.JoinedClassesOf(run)),
        };
    }

    private sealed class Layers(RunConfiguration run, FirstWeights first)
    {
        private readonly bool _normalized = run.Network.Norm == "batch";

        public nn.Module<Tensor, Tensor>[] Norm(int channels) => _normalized ? [first.BatchNorm2d(channels)] : [];

        /// <summary>With a kernel of 4, 16 / stride^2 taps of each input meet in an output; in the first layer only
        /// one.</summary>
        public nn.Module<Tensor, Tensor> Up(int inputs, int outputs, int stride, int padding) => first.ConvTranspose2d(
            inputs, outputs, 4, stride, padding, Deviation(inputs * (stride == 1 ? 1 : 4), 2), bias: !_normalized);

        public nn.Module<Tensor, Tensor> Down(int inputs, int outputs) => first.Conv2d(
            inputs, outputs, 4, 2, 1, Deviation(inputs * 16, 2 / 1.04), bias: !_normalized);

        private double Deviation(int meeting, double gain) => _normalized ? 0.02 : Math.Sqrt(gain / meeting);
    }
}
