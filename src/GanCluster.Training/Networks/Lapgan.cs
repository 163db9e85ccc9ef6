using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>
/// LAPGAN (Denton et al., 2015) for 28 x 28: a pair of perceptrons for the image of 7 x 7, and a convolutional pair for each
/// octave above. A level's G gets the enlarged coarser image with a plane of noise and makes the band that it lacks; its D sees
/// image and band added up. The perceptrons are eight times as wide as the convolutions.
/// </summary>
internal static class Lapgan
{
    private const int Coarsest = 7;
    private static readonly int[] Finer = [14, 28];

    /// <summary>Noise of the levels above the coarsest: one value a pixel.</summary>
    public static int NoisePixels => Finer.Sum(size => size * size);

    public static (IEnumerable<Layer> Generator, IEnumerable<Layer> Discriminator) Of(
        NetworkInputs inputs, NetworkOptions network)
    {
        const int Pixels = Coarsest * Coarsest;
        var width = network.Width;
        var hidden = network with { Width = width * 8 };
        return (
            [
                new Layer.Part(
                [
                    .. inputs.Labelled, .. Perceptrons.Hidden(inputs.Latent, hidden), new Layer.Linear(hidden.Width, Pixels),
                    new Layer.Tanh(), new Layer.Reshape([1, Coarsest, Coarsest]),
                ]),
                .. Finer.Select(_ => new Layer.Part([.. Band(inputs, width)])),
            ],
            [
                new Layer.Part(
                [
                    .. inputs.Packed, new Layer.Reshape([-1]), .. inputs.Joined,
                    .. Perceptrons.Hidden(inputs.Channels(Pixels), hidden), .. inputs.Head(hidden.Width),
                ]),
                .. Finer.Select(size => new Layer.Part([.. Judge(inputs, width, (size + 3) / 4)])),
            ]);
    }

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
