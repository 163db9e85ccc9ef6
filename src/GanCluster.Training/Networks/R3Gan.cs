using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>
/// After R3GAN (Huang et al., 2024), small enough for a processor: residual stages at 4, 8 and 16 pixels and resampling between
/// them, no normalization, no tanh. Branches end in zeros and the first convolution of each is scaled by the number of stages,
/// so that the nets begin as short ones (Zhang et al., 2019, Fixup).
/// </summary>
internal sealed class R3Gan : IFamily
{
    private const int Stages = 3;

    /// <summary>Keeps a signal's size past a leaky unit of slope 0.2 (He et al., 2015).</summary>
    private static readonly double Leaky = Math.Sqrt(2 / 1.04);

    public IReadOnlyList<long> Shape { get; } = [1, 32, 32];

    public IEnumerable<Layer> Generator(RunConfiguration configuration)
    {
        var (inputs, width) = (new NetworkInputs(configuration), configuration.Network.Width);
        var (channels, fine) = (Channels(width), Math.Max(1, width / 2));
        return
        [
            .. inputs.Labelled, new Layer.Linear(inputs.Latent, channels[0] * 16), new Layer.Reshape([channels[0], 4, 4]),
            .. Enumerable.Range(0, Stages).SelectMany(i => Up(channels[i], channels[Math.Min(i + 1, Stages - 1)])),
            new Layer.LeakyReLU(0.2), Conv(width, fine, 3, Leaky), new Layer.LeakyReLU(0.2), Conv(fine, 1, 3, Leaky),
        ];
    }

    public IEnumerable<Layer> Discriminator(RunConfiguration configuration)
    {
        var (inputs, width) = (new NetworkInputs(configuration), configuration.Network.Width);
        var channels = Channels(width);
        return
        [
            .. inputs.Packed, .. inputs.Joined, Conv(inputs.Channels(1), width, 3, 1), new Layer.LeakyReLU(0.2),
            .. Enumerable.Range(0, Stages).Reverse()
                .SelectMany(i => Down(channels[Math.Min(i + 1, Stages - 1)], channels[i])),
            new Layer.LeakyReLU(0.2), new Layer.Reshape([-1]), .. inputs.Head(channels[0] * 16),
        ];
    }

    /// <summary>Of the stages, from 4 x 4 up.</summary>
    private static int[] Channels(int width) => [width * 4, width * 2, width];

    private static IEnumerable<Layer> Up(int from, int to) =>
        [Block(from), .. Change(from, to), new Layer.Upsample()];

    private static IEnumerable<Layer> Down(int from, int to) =>
        [new Layer.Downsample(), .. Change(from, to), Block(to)];

    /// <summary>1 x 1, on the smaller image.</summary>
    private static IEnumerable<Layer> Change(int from, int to) => from == to ? [] : [Conv(from, to, 1, 1)];

    private static Layer.Residual Block(int channels) => new(
    [
        new Layer.LeakyReLU(0.2), Conv(channels, channels, 3, Leaky / Math.Sqrt(Stages)),
        new Layer.LeakyReLU(0.2), Conv(channels, channels, 3, 0),
    ]);

    private static Layer.Conv2d Conv(int inputs, int outputs, int kernel, double scale) => new(
        inputs, outputs, kernel, 1, kernel / 2, scale * Math.Sqrt(1.0 / (inputs * kernel * kernel)), HasBias: true);
}
