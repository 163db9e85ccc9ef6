using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Networks;

/// <summary>Applies a <see cref="NetworkSpec"/> to parameters that lie anywhere.</summary>
public static class Network
{
    /// <param name="parameters">In the layout's order.</param>
    /// <param name="norm">What batch norm normalizes by.</param>
    /// <param name="x">(N, ...), as the first layer takes it.</param>
    /// <param name="labels">One-hot, (N, classes); null for a network without labels.</param>
    /// <param name="part">Which of <see cref="NetworkSpec.Parts"/>.</param>
    /// <param name="hidden">Takes what each activation gives, if it is wanted.</param>
    public static Tensor Forward(
        NetworkSpec spec,
        IReadOnlyList<Tensor> parameters,
        IBatchNorm norm,
        Tensor x,
        Tensor? labels = null,
        int part = 0,
        ICollection<Tensor>? hidden = null)
    {
        var next = ParameterLayout.CountBefore(spec, part);
        parameters = spec.SpectralNorm > 0 ? SpectralNorm.Divide(parameters, spec.SpectralNorm) : parameters;
        return Chain(spec.Part(part), x);

        Tensor Chain(IReadOnlyList<Layer> layers, Tensor input)
        {
            for (var i = 0; i < layers.Count; i++)
            {
                input = Apply(layers[i], i, input);
                if (hidden is not null && layers[i] is (Layer.ReLU or Layer.LeakyReLU))
                {
                    hidden.Add(input);
                }
            }

            return input;
        }

        Tensor? Next(bool has) => has ? parameters[next++] : null;

        Tensor Apply(Layer layer, int index, Tensor input) => layer switch
        {
            Layer.Linear => F.linear(input, parameters[next++], parameters[next++]),
            Layer.Conv2d conv => F.conv2d(
                input, parameters[next++], Next(conv.HasBias), [conv.Stride, conv.Stride], [conv.Padding, conv.Padding]),
            Layer.ConvTranspose2d conv => F.conv_transpose2d(
                input, parameters[next++], Next(conv.HasBias), [conv.Stride, conv.Stride], [conv.Padding, conv.Padding]),
            Layer.BatchNorm => norm.Normalize(index, input, parameters[next++], parameters[next++]),
            Layer.LeakyReLU leaky => F.leaky_relu(input, leaky.Slope),
            Layer.ReLU => F.relu(input),
            Layer.Tanh => F.tanh(input),
            Layer.Fourier fourier => Bands(input, fourier.Bands),
            Layer.Reshape reshape => input.reshape([input.shape[0], .. reshape.Shape]),
            Layer.Pack pack => input.reshape(
                [input.shape[0] / pack.Samples, input.shape[1] * pack.Samples, .. input.shape[2..]]),
            Layer.JoinLabel => Join(input, labels!),
            Layer.Projection => Project(input, labels!, parameters[next++], parameters[next++], parameters[next++]),
            Layer.Residual residual => Chain(residual.Shortcut, input) + Chain(residual.Branch, input),
            Layer.Upsample => Pyramid.Up(input),
            Layer.PixelShuffle shuffle => Shuffle(input, shuffle.Factor),
            Layer.Downsample => Pyramid.Down(input),
            _ => throw new InvalidOperationException($"no network has a layer {layer}"),
        };
    }

    private static Tensor Join(Tensor x, Tensor labels)
    {
        long[] around = [.. x.shape[2..].Select(_ => 1L)];
        return cat([x, labels.view([.. labels.shape, .. around]).expand([.. labels.shape, .. x.shape[2..]])], 1);
    }

    private static Tensor Project(Tensor x, Tensor labels, Tensor weight, Tensor bias, Tensor embedding) =>
        F.linear(x, weight, bias) + (labels.matmul(embedding) * x).sum(1, keepdim: true);

    private static Tensor Shuffle(Tensor x, int factor)
    {
        var (n, c, h, w) = (x.shape[0], x.shape[1] / factor / factor, x.shape[2], x.shape[3]);
        return x.reshape(n, c, factor, factor, h, w).permute(0, 1, 4, 2, 5, 3).reshape(n, c, h * factor, w * factor);
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
