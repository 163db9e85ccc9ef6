using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// After R3GAN (Huang et al., 2024), small enough for a processor: residual stages from 4 pixels to half the image's and resampling
/// between them, no normalization, no tanh. Channels double where pixels halve, up to four times the width, and stay there, as the
/// paper's do. Branches end in zeros and the first convolution of each is scaled by the number of stages,
/// so that the nets begin as short ones (Zhang et al., 2019, Fixup).
/// </summary>
internal sealed class R3Gan : IFamily
{
    private const int Widest = 4;

    /// <summary>Keeps a signal's size past a leaky unit of slope 0.2 (He et al., 2015).</summary>
    private static readonly double Leaky = Math.Sqrt(2 / 1.04);

    public IReadOnlyList<long> Shape(RunConfiguration run) => SampleShape.Of(run.Image);

    public nn.Module Generator(RunConfiguration run, FirstWeights first)
    {
        var (classes, width, channels) = (Conditioning.ClassesOf(run), run.Network.Width, Stages.Channels(run, Widest));
        var (layers, fine) = (new Layers(first, channels.Length), Math.Max(1, width / 2));
        return JoinedLabels.Of(
            nn.Sequential(
            [
                first.Linear(run.Latent.Size + classes, channels[0] * 16), nn.Unflatten(1, [channels[0], 4, 4]),
                .. Enumerable.Range(0, channels.Length).SelectMany(i => layers.Up(channels[i], Finer(channels, i))),
                nn.LeakyReLU(0.2), layers.Conv(width, fine, 3, Leaky), nn.LeakyReLU(0.2), layers.Conv(fine, run.Image.Channels, 3, Leaky),
            ]),
            classes);
    }

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first)
    {
        var (width, channels) = (run.Network.Width, Stages.Channels(run, Widest));
        var layers = new Layers(first, channels.Length);
        return Conditioning.Discriminator(
            [
                layers.Conv(Conditioning.ChannelsOf(run), width, 3, 1), nn.LeakyReLU(0.2),
                .. Enumerable.Range(0, channels.Length).Reverse().SelectMany(i => layers.Down(Finer(channels, i), channels[i])),
                nn.LeakyReLU(0.2), nn.Flatten(),
            ],
            channels[0] * 16,
            run,
            first);
    }

    private static int Finer(int[] channels, int stage) => channels[Math.Min(stage + 1, channels.Length - 1)];

    private sealed class Layers(FirstWeights first, int stages)
    {
        public nn.Module<Tensor, Tensor>[] Up(int from, int to) => [Block(from), .. Change(from, to), new Upsample()];

        public nn.Module<Tensor, Tensor>[] Down(int from, int to) => [new Downsample(), .. Change(from, to), Block(to)];

        public nn.Module<Tensor, Tensor> Conv(int inputs, int outputs, int kernel, double scale) => first.Conv2d(
            inputs, outputs, kernel, 1, kernel / 2, scale * Math.Sqrt(1.0 / (inputs * kernel * kernel)), bias: true);

        /// <summary>1 x 1, on the smaller image.</summary>
        private nn.Module<Tensor, Tensor>[] Change(int from, int to) => from == to ? [] : [Conv(from, to, 1, 1)];

        private Residual Block(int channels) => new(
            nn.LeakyReLU(0.2), Conv(channels, channels, 3, Leaky / Math.Sqrt(stages)),
            nn.LeakyReLU(0.2), Conv(channels, channels, 3, 0));
    }
}
