using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// Linear layers with leaky units between them. Its derivatives are written down here, first-order and those of its slopes, so that
/// a step takes a tenth of the calls that a graph of the second order does. Where a layer's input is a unit's output, its slope is
/// 1 or the leak, and a second derivative is none.
/// </summary>
/// <param name="chain">Linear layers, a <see cref="LeakyReLU"/> after each but the last; ahead of them maybe what makes values of an
/// image, or waves of values.</param>
internal sealed class Perceptron(nn.Module<Tensor, Tensor>[] chain) : Sequential(chain)
{
    private readonly FourierBands? _bands = chain.OfType<FourierBands>().SingleOrDefault();
    private readonly Linear[] _layers = [.. chain.OfType<Linear>()];
    private readonly double _leak = chain.OfType<LeakyReLU>().First().negative_slope;
    private Tensor? _one;
    private Tensor? _below;

    /// <summary>Without a graph.</summary>
    /// <param name="x">(N, inputs)</param>
    public PerceptronPass Run(Tensor x)
    {
        using var frozen = no_grad();
        var (inputs, slopes) = (new Tensor[_layers.Length], new Tensor[_layers.Length - 1]);
        (inputs[0], var waves) = _bands is null ? (x, null) : _bands.WithSlopes(x);
        for (var l = 0; l < slopes.Length; l++)
        {
            var z = Through(_layers[l], inputs[l]);
            slopes[l] = where(z > 0, One(z), _below!);
            inputs[l + 1] = z.mul_(slopes[l]);
        }

        return new PerceptronPass(_layers, inputs, slopes, waves, x.shape[1], Through(_layers[^1], inputs[^1]));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _one?.Dispose();
            _below?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Tensor Through(Linear layer, Tensor x) => layer.bias!.addmm(x, layer.weight.t(), 1, 1);

    /// <summary>Both numbers, where z is and of its type.</summary>
    private Tensor One(Tensor z)
    {
        if (_one is null || _one.dtype != z.dtype || _one.device != z.device)
        {
            _one?.Dispose();
            _below?.Dispose();
            _one = ones([], z.dtype, z.device).DetachFromDisposeScope();
            _below = full([], _leak, z.dtype, z.device).DetachFromDisposeScope();
        }

        return _one;
    }
}
