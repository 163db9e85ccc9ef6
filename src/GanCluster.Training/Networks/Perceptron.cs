using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// Linear layers with leaky units between them, whose derivatives are known without a graph: a unit's slope is 1 or the leak, and
/// it has no second derivative, so that what the slopes at the input add to the weights' gradients is one pass along them.
/// </summary>
/// <param name="chain">Linear layers, a <see cref="LeakyReLU"/> after each but the last; ahead of them maybe what makes values of
/// an image, or waves of values.</param>
internal sealed class Perceptron(nn.Module<Tensor, Tensor>[] chain) : Sequential(chain)
{
    private readonly FourierBands? _bands = chain.OfType<FourierBands>().SingleOrDefault();
    private readonly Linear[] _layers = [.. chain.OfType<Linear>()];
    private readonly double _leak = chain.OfType<LeakyReLU>().First().negative_slope;

    /// <summary>Without a graph.</summary>
    /// <param name="x">(N, inputs)</param>
    /// <param name="rounds">Whether products round what they are given to bfloat16; all else is of x's type.</param>
    public PerceptronPass Run(Tensor x, bool rounds = false)
    {
        using var frozen = no_grad();
        var products = new Products(rounds);
        Tensor[] weights = [.. _layers.Select(layer => products.Rounded(layer.weight))];
        var (inputs, slopes) = (new Tensor[_layers.Length], new Tensor[_layers.Length - 1]);
        (inputs[0], var waves) = _bands is null ? (x, null) : _bands.WithSlopes(x);
        for (var l = 0; l < slopes.Length; l++)
        {
            var z = Through(l, inputs[l]);
            slopes[l] = z.sign().clamp_(_leak, 1);
            inputs[l + 1] = z.mul_(slopes[l]);
        }

        return new PerceptronPass(weights, products, inputs, slopes, waves, x.shape[1], Through(slopes.Length, inputs[^1]));

        Tensor Through(int l, Tensor of) => products.Add(_layers[l].bias!, of, weights[l].t());
    }
}
