using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>
/// LAPGAN (Denton et al., 2015) for 28 x 28: a pair of perceptrons for the image of 7 x 7, and a convolutional pair for each
/// octave above. A level's G gets the enlarged coarser image with a plane of noise and makes the band that it lacks; its D sees
/// image and band added up. The perceptrons are eight times as wide as the convolutions.
/// </summary>
internal sealed class Lapgan : IFamily
{
    private const int Coarsest = 7;
    private const int CoarsestPixels = Coarsest * Coarsest;
    private static readonly int[] Finer = [14, 28];

    public IReadOnlyList<long> Shape { get; } = [1, 28, 28];

    public IEnumerable<Layer> Generator(RunConfiguration configuration)
    {
        var (inputs, hidden) = (new NetworkInputs(configuration), Hidden(configuration.Network));
        return
        [
            new Layer.Part(
            [
                .. inputs.Labelled, .. Perceptrons.Hidden(inputs.Latent, hidden),
                new Layer.Linear(hidden.Width, CoarsestPixels), new Layer.Tanh(), new Layer.Reshape([1, Coarsest, Coarsest]),
            ]),
            .. Finer.Select(_ => new Layer.Part([.. Band(inputs, configuration.Network.Width)])),
        ];
    }

    public IEnumerable<Layer> Discriminator(RunConfiguration configuration)
    {
        var (inputs, hidden) = (new NetworkInputs(configuration), Hidden(configuration.Network));
        return
        [
            new Layer.Part(
            [
                .. inputs.Packed, new Layer.Reshape([-1]), .. inputs.Joined,
                .. Perceptrons.Hidden(inputs.Channels(CoarsestPixels), hidden), .. inputs.Head(hidden.Width),
            ]),
            .. Finer.Select(size => new Layer.Part([.. Judge(inputs, configuration.Network.Width, (size + 3) / 4)])),
        ];
    }

    private static NetworkOptions Hidden(NetworkOptions network) => network with { Width = network.Width * 8 };

    /// <summary>From the enlarged image, the noise and the label's channels.</summary>
    private static IEnumerable<Layer> Band(NetworkInputs inputs, int width) =>
    [
        .. inputs.Labelled, Conv(2 + inputs.Classes, width, 5, 1), new Layer.LeakyReLU(0.2),
        Conv(width, width, 5, 1), new Layer.LeakyReLU(0.2), Conv(width, 1, 5, 1),
    ];

    /// <param name="left">Height and width after two halvings.</param>
    private static IEnumerable<Layer> Judge(NetworkInputs inputs, int width, int left) =>
    [
        .. inputs.Packed, .. inputs.Joined, Conv(inputs.Channels(1), width, 5, 2), new Layer.LeakyReLU(0.2),
        Conv(width, width * 2, 5, 2), new Layer.LeakyReLU(0.2),
        new Layer.Reshape([-1]), .. inputs.Head(width * 2 * left * left),
    ];

    private static Layer.Conv2d Conv(int inputs, int outputs, int kernel, int stride) => new(
        inputs, outputs, kernel, stride, kernel / 2, Math.Sqrt(2 / 1.04 / (inputs * kernel * kernel)), HasBias: true);
}
