using System.Runtime.InteropServices;
using GanCluster.Core.Noise;
using GanCluster.Training.Checkpoints;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Measures;

/// <summary>
/// Two convolutions that halve the side each, 128 rectified features, a logit a class. The parameters lie in one flat buffer; the
/// views of them are leaves that gradients are taken of.
/// </summary>
internal sealed class FeatureNetwork : IDisposable
{
    public const int Features = 128;

    private readonly (string Name, long[] Shape)[] _layout;

    private FeatureNetwork(int classes)
    {
        Classes = classes;
        _layout =
        [
            ("convolution1.weight", [32, 1, 5, 5]), ("convolution1.bias", [32]),
            ("convolution2.weight", [64, 32, 3, 3]), ("convolution2.bias", [64]),
            ("features.weight", [Features, 64 * 7 * 7]), ("features.bias", [Features]),
            ("logits.weight", [classes, Features]), ("logits.bias", [classes]),
        ];
        Flat = zeros(_layout.Sum(entry => Length(entry.Shape))).DetachFromDisposeScope();
        var offset = 0L;
        Leaves = [.. _layout.Select(entry =>
        {
            using var part = Flat.narrow(0, offset, Length(entry.Shape));
            offset += Length(entry.Shape);
            return part.view(entry.Shape).detach().requires_grad_(true).DetachFromDisposeScope();
        })];
    }

    public int Classes { get; }

    /// <summary>All parameters, one after the other.</summary>
    public Tensor Flat { get; }

    public Tensor[] Leaves { get; }

    /// <summary>Weights as He et al. (2015) start rectified layers, N(0, 2 / inputs); biases 0.</summary>
    public static FeatureNetwork Initial(int classes, ulong seed)
    {
        var network = new FeatureNetwork(classes);
        var values = MemoryMarshal.Cast<byte, float>(network.Flat.bytes);
        for (var i = 0; i < network._layout.Length; i++)
        {
            var shape = network._layout[i].Shape;
            var part = values[..(int)Length(shape)];
            values = values[part.Length..];
            if (shape is [var outputs, _, ..])
            {
                Normals.Fill(seed, NoiseStream.Of(NoisePurpose.Weights, (ulong)i), 0, part);
                var scale = MathF.Sqrt(2f * outputs / part.Length);
                foreach (ref var value in part)
                {
                    value *= scale;
                }
            }
        }

        return network;
    }

    /// <exception cref="CheckpointException">The file holds other tensors.</exception>
    public static FeatureNetwork Of(SafetensorsFile file, string where)
    {
        var byName = file.Tensors.ToDictionary(t => t.Name);
        var network = new FeatureNetwork(byName.TryGetValue("logits.bias", out var bias) ? bias.Values.Length : 1);
        var values = MemoryMarshal.Cast<byte, float>(network.Flat.bytes);
        foreach (var (name, shape) in network._layout)
        {
            if (!byName.TryGetValue(name, out var saved) || !saved.Shape.SequenceEqual(shape))
            {
                network.Dispose();
                throw new CheckpointException($"'{where}' has no tensor {name} of shape [{string.Join(", ", shape)}]");
            }

            saved.Values.Span.CopyTo(values);
            values = values[saved.Values.Length..];
        }

        return network;
    }

    public IReadOnlyList<NamedTensor> Tensors()
    {
        var offset = 0;
        var values = MemoryMarshal.Cast<byte, float>(Flat.bytes).ToArray();
        return
        [
            .. _layout.Select(entry =>
            {
                var length = (int)Length(entry.Shape);
                offset += length;
                return new NamedTensor(entry.Name, entry.Shape, values.AsMemory(offset - length, length));
            }),
        ];
    }

    /// <param name="x">(N, 1, 28, 28) in [-1, 1].</param>
    /// <returns>(N, 128) and (N, classes).</returns>
    public (Tensor Features, Tensor Logits) Forward(Tensor x)
    {
        var p = Leaves;

        x = F.conv2d(x, p[0], p[1], strides: [2, 2], padding: [2, 2]).relu();
        x = F.conv2d(x, p[2], p[3], strides: [2, 2], padding: [1, 1]).relu();
        var features = F.linear(x.flatten(1), p[4], p[5]).relu();
        return (features, F.linear(features, p[6], p[7]));
    }

    public void Dispose()
    {
        foreach (var leaf in Leaves)
        {
            leaf.Dispose();
        }

        Flat.Dispose();
    }

    private static long Length(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}
