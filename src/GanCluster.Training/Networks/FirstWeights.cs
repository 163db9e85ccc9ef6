using System.Runtime.InteropServices;
using GanCluster.Core.Noise;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// Makes the layers of a built-in network with their first weights, drawn by position from the run's seed: each tensor, in the
/// order of making, has a noise stream of its own, so that every machine draws the same ones. Convolutions and batch norm start as
/// in DCGAN (Radford et al., 2016): N(0, 0.02), unless they say otherwise, and N(1, 0.02); linear layers as in PyTorch: uniform
/// within 1 / sqrt(inputs).
/// </summary>
/// <param name="seed">Null: the layers keep what TorchSharp gave them, for a network that is bound to a version's weights.</param>
/// <param name="network">0 for G, 1 for D.</param>
/// <param name="spectralNorm">Power iterations of the weights' spectral norm; 0: weights as they are.</param>
internal sealed class FirstWeights(ulong? seed, int network, int spectralNorm = 0)
{
    private uint _next;

    /// <summary>(N, inputs) to (N, outputs).</summary>
    public nn.Module<Tensor, Tensor> Linear(long inputs, long outputs)
    {
        var layer = nn.Linear(inputs, outputs);
        var bound = 1 / Math.Sqrt(inputs);
        Uniform(layer.weight!, bound);
        Uniform(layer.bias!, bound);
        return SpectralLayer.Of(layer, spectralNorm);
    }

    /// <summary>(N, inputs, H, W) to (N, outputs, H', W').</summary>
    /// <param name="deviation">Of the weights; biases start at 0.</param>
    public nn.Module<Tensor, Tensor> Conv2d(
        long inputs, long outputs, long kernel, long stride, long padding, double deviation = 0.02, bool bias = false)
    {
        var layer = nn.Conv2d(inputs, outputs, kernel, stride, padding, bias: bias);
        Normal(layer.weight, 0, deviation);
        Zero(layer.bias);
        return SpectralLayer.Of(layer, spectralNorm);
    }

    /// <inheritdoc cref="Conv2d"/>
    public nn.Module<Tensor, Tensor> ConvTranspose2d(
        long inputs, long outputs, long kernel, long stride, long padding, double deviation = 0.02, bool bias = false)
    {
        var layer = nn.ConvTranspose2d(inputs, outputs, kernel, stride, padding, bias: bias);
        Normal(layer.weight, 0, deviation);
        Zero(layer.bias);
        return layer;
    }

    /// <summary>Over all but dimension 1.</summary>
    public nn.Module<Tensor, Tensor> BatchNorm2d(long features)
    {
        var layer = nn.BatchNorm2d(features);
        Normal(layer.weight, 1, 0.02);
        Zero(layer.bias);
        return layer;
    }

    /// <inheritdoc cref="Networks.Projection"/>
    public Projection Projection(long features, int classes)
    {
        var bound = 1 / Math.Sqrt(features);
        return new Projection(
            Uniform(nn.Parameter(empty(1, features)), bound),
            Uniform(nn.Parameter(empty(1)), bound),
            Uniform(nn.Parameter(empty(classes, features)), bound),
            spectralNorm);
    }

    private Parameter Uniform(Parameter parameter, double bound) =>
        Draw(parameter, (stream, values) => Uniforms.Fill(seed!.Value, stream, 0, values), 2 * (float)bound, -(float)bound);

    private void Normal(Parameter parameter, float mean, double deviation) =>
        Draw(parameter, (stream, values) => Normals.Fill(seed!.Value, stream, 0, values), (float)deviation, mean);

    private void Zero(Parameter? parameter)
    {
        if (parameter is not null)
        {
            Draw(parameter, (_, values) => values.Clear(), 1, 0);
        }
    }

    private Parameter Draw(Parameter parameter, Filling fill, float scale, float shift)
    {
        var stream = NoiseStream.Of(NoisePurpose.Weights, ((ulong)network << 32) | _next++);
        if (seed is null)
        {
            return parameter;
        }

        var values = MemoryMarshal.Cast<byte, float>(parameter.bytes);
        fill(stream, values);
        foreach (ref var value in values)
        {
            value = (value * scale) + shift;
        }

        return parameter;
    }

    private delegate void Filling(NoiseStream stream, Span<float> values);
}
