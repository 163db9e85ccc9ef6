using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>Applies a <see cref="NetworkSpec"/> to parameters that lie anywhere.</summary>
public static class Network
{
    /// <param name="parameters">In the layout's order.</param>
    /// <param name="norm">What batch norm normalizes by.</param>
    /// <param name="x">(N, ...), as the first layer takes it.</param>
    public static Tensor Forward(NetworkSpec spec, IReadOnlyList<Tensor> parameters, IBatchNorm norm, Tensor x)
    {
        var next = 0;
        for (var i = 0; i < spec.Layers.Length; i++)
        {
            x = Apply(spec.Layers[i], i, x);
        }

        return x;

        Tensor Apply(Layer layer, int index, Tensor input) => layer switch
        {
            Layer.Linear => F.linear(input, parameters[next++], parameters[next++]),
            Layer.Conv2d conv => F.conv2d(
                input, parameters[next++], strides: [conv.Stride, conv.Stride], padding: [conv.Padding, conv.Padding]),
            Layer.ConvTranspose2d conv => F.conv_transpose2d(
                input, parameters[next++], strides: [conv.Stride, conv.Stride], padding: [conv.Padding, conv.Padding]),
            Layer.BatchNorm => norm.Normalize(index, input, parameters[next++], parameters[next++]),
            Layer.LeakyReLU leaky => F.leaky_relu(input, leaky.Slope),
            Layer.ReLU => F.relu(input),
            Layer.Tanh => F.tanh(input),
            Layer.Fourier fourier => Bands(input, fourier.Bands),
            Layer.Reshape reshape => input.reshape([input.shape[0], .. reshape.Shape]),
            _ => throw new InvalidOperationException($"no network has a layer {layer}"),
        };
    }

    private static Tensor Bands(Tensor x, int bands)
    {
        var parts = new List<Tensor> { x };
        for (var k = 0; k < bands; k++)
        {
            var phase = x * (Math.PI / 2 * (1 << k));
            parts.Add(phase.sin());
            parts.Add(phase.cos());
        }

        return cat(parts, 1);
    }
}
