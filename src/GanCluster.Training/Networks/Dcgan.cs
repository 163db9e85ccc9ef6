using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// DCGAN (Radford et al., 2016): G from z as an image of 4 x 4 by doublings, D by stride alone, no pooling. Channels double where
/// pixels halve, up to eight times the width, which is where the paper's networks of 64 x 64 end; larger ones stay there. Without batch norm the convolutions have biases, and weights of the size at which He et al. (2015) keep the signal.
/// </summary>
internal sealed class Dcgan : IFamily
{
    private const int Widest = 8;

    public IReadOnlyList<long> Shape(RunConfiguration run) => SampleShape.Of(run.Image);

    public nn.Module Generator(RunConfiguration run, FirstWeights first)
    {
        var (classes, channels, layers) = (Conditioning.ClassesOf(run), Stages.Channels(run, Widest), new Layers(run, first));
        var latent = run.Latent.Size + classes;
        return JoinedLabels.Of(
            nn.Sequential(
            [
                nn.Unflatten(1, [latent, 1, 1]),
                layers.Up(latent, channels[0], 1, 0), .. layers.Norm(channels[0]), nn.ReLU(),
                .. channels.Zip(channels.Skip(1)).SelectMany(stage => (nn.Module<Tensor, Tensor>[])
                    [layers.Up(stage.First, stage.Second, 2, 1), .. layers.Norm(stage.Second), nn.ReLU()]),
                layers.Up(channels[^1], run.Image.Channels, 2, 1), nn.Tanh(),
            ]),
            classes);
    }

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first)
    {
        var (channels, layers) = (Stages.Channels(run, Widest), new Layers(run, first));
        nn.Module<Tensor, Tensor>[] body =
        [
            layers.Down(Conditioning.ChannelsOf(run), channels[^1]), nn.LeakyReLU(0.2),
            .. channels.Zip(channels.Skip(1)).Reverse().SelectMany(stage => (nn.Module<Tensor, Tensor>[])
                [layers.Down(stage.Second, stage.First), .. layers.Norm(stage.First), nn.LeakyReLU(0.2)]),
        ];
        return run.Conditioning switch
        {
            "projection" => new ProjectionDiscriminator(
                nn.Sequential([.. body, nn.Flatten()]), first.Projection(channels[0] * 16, run.Classes)),
            _ => JoinedLabels.Of(
                nn.Sequential([.. body, first.Conv2d(channels[0], 1, 4, 1, 0), nn.Flatten()]),
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
