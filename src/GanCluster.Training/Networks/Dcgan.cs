using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>
/// DCGAN (Radford et al., 2016) for 32 x 32: G from z as a 1 x 1 image by three doublings, D by stride alone, no pooling.
/// Without batch norm the convolutions have biases, and weights of the size at which He et al. (2015) keep the signal.
/// </summary>
internal sealed class Dcgan
{
    private readonly NetworkInputs _inputs;
    private readonly bool _normalized;
    private readonly int _width;

    private Dcgan(NetworkInputs inputs, NetworkOptions network) =>
        (_inputs, _normalized, _width) = (inputs, network.Norm == "batch", network.Width);

    public static (IEnumerable<Layer> Generator, IEnumerable<Layer> Discriminator) Of(
        NetworkInputs inputs, NetworkOptions network)
    {
        var dcgan = new Dcgan(inputs, network);
        return (dcgan.Generator(), dcgan.Discriminator());
    }

    private IEnumerable<Layer> Generator() =>
    [
        .. _inputs.Labelled, new Layer.Reshape([_inputs.Latent, 1, 1]),
        Up(_inputs.Latent, _width * 4, 1, 0), .. Norm(_width * 4), new Layer.ReLU(),
        Up(_width * 4, _width * 2, 2, 1), .. Norm(_width * 2), new Layer.ReLU(),
        Up(_width * 2, _width, 2, 1), .. Norm(_width), new Layer.ReLU(),
        Up(_width, 1, 2, 1), new Layer.Tanh(),
    ];

    private IEnumerable<Layer> Discriminator() =>
    [
        .. _inputs.Packed, .. _inputs.Joined,
        Down(_inputs.Channels(1), _width), new Layer.LeakyReLU(0.2),
        Down(_width, _width * 2), .. Norm(_width * 2), new Layer.LeakyReLU(0.2),
        Down(_width * 2, _width * 4), .. Norm(_width * 4), new Layer.LeakyReLU(0.2),
        .. _inputs.IsProjected
            ? [new Layer.Reshape([-1]), .. _inputs.Head(_width * 4 * 16)]
            : (Layer[])[new Layer.Conv2d(_width * 4, 1, 4, 1, 0), new Layer.Reshape([])],
    ];

    private IEnumerable<Layer> Norm(int channels) => _normalized ? [new Layer.BatchNorm(channels)] : [];

    /// <summary>With a kernel of 4, 16 / stride^2 taps of each input meet in an output; in the first layer only one.</summary>
    private Layer.ConvTranspose2d Up(int inputs, int outputs, int stride, int padding) => new(
        inputs, outputs, 4, stride, padding, Deviation(inputs * (stride == 1 ? 1 : 4), 2), HasBias: !_normalized);

    private Layer.Conv2d Down(int inputs, int outputs) => new(
        inputs, outputs, 4, 2, 1, Deviation(inputs * 16, 2 / 1.04), HasBias: !_normalized);

    private double Deviation(int meeting, double gain) => _normalized ? 0.02 : Math.Sqrt(gain / meeting);
}
