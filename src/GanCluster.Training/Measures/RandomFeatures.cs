using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Training.Networks;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Measures;

/// <summary>
/// Features that no classifier has to be trained for: 64 outputs of a convolutional network whose weights are random and always the
/// same (Naeem et al., "Reliable fidelity and diversity metrics for generative models", 2020, section 5, find such embeddings, R64,
/// better than trained ones where images are unlike those of the training). For images of any size from 16 and of either number of
/// channels: stages of a convolution of 3 x 3, a rectifier and a halving until less than 16 pixels are left, then the means of the
/// four quarters, then a random projection. Half of the first convolution's filters add up to nothing and are larger, so that
/// edges, which hold little of an image's energy, count beside colours.
/// </summary>
public sealed class RandomFeatures : IImageFeatures, IDisposable
{
    /// <summary>Goes with each figure: figures by another network or version do not compare.</summary>
    public const string Name = "random-convolutions-1";

    public const int Features = 64;
    public const int SmallestSide = 16;

    private const ulong Seed = 64;
    private const int Batch = 50;
    private const int FirstChannels = 32;
    private const int Channels = 64;
    private const int QuartersEach = 4;
    private const int KernelSize = 3 * 3;
    private const float EdgeGain = 4;

    /// <summary>By which the features of images of many colours are of the order of 1.</summary>
    private const float Gain = 10;

    private readonly List<Tensor> _convolutions = [];
    private readonly Tensor _projection;

    /// <exception cref="UserInputException">The images are too small.</exception>
    public RandomFeatures(ImageShape shape)
    {
        if (Math.Min(shape.Height, shape.Width) < SmallestSide)
        {
            throw new UserInputException($"images of {shape.Height} x {shape.Width} pixels can't be measured: "
                + $"the features are for {SmallestSide} pixels a side or more");
        }

        var inputs = shape.Channels;
        for (var left = Math.Min(shape.Height, shape.Width); left >= SmallestSide; left /= 2)
        {
            var outputs = _convolutions.Count == 0 ? FirstChannels : Channels;
            _convolutions.Add(Weights([outputs, inputs, 3, 3], MathF.Sqrt(2f / (inputs * KernelSize))));
            inputs = outputs;
        }

        MakeEdges(_convolutions[0]);
        _projection = Weights([Features, inputs * QuartersEach], Gain / MathF.Sqrt(inputs * QuartersEach));
    }

    /// <summary>Of the weights, lower-case hexadecimal.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var weights in _convolutions.Append(_projection))
        {
            hash.AppendData(weights.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public SampleMatrix FeaturesOf(ImageBytes images) => Of(images, Forward, Features);

    /// <summary>What the features are projected from, which says more: the means of the quarters.</summary>
    internal SampleMatrix QuartersOf(ImageBytes images) => Of(images, Quarters, (int)_projection.shape[1]);

    private static SampleMatrix Of(ImageBytes images, Func<Tensor, Tensor> forward, int size)
    {
        var features = new double[images.Count * size];
        var (channels, height, width) = images.Shape;
        for (var first = 0; first < images.Count; first += Batch)
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var x = empty(Math.Min(Batch, images.Count - first), channels, height, width);
            var values = MemoryMarshal.Cast<byte, float>(x.bytes);
            for (var i = 0; i < x.shape[0]; i++)
            {
                images.CopyValues(first + i, values.Slice(i * images.PixelsEach, images.PixelsEach));
            }

            var rows = MemoryMarshal.Cast<byte, float>(forward(x).bytes);
            for (var i = 0; i < rows.Length; i++)
            {
                features[(first * size) + i] = rows[i];
            }
        }

        return new SampleMatrix(features, images.Count, size);
    }

    public void Dispose()
    {
        _projection.Dispose();
        foreach (var weights in _convolutions)
        {
            weights.Dispose();
        }
    }

    /// <summary>(N, C, H, W) to (N, 64).</summary>
    private Tensor Forward(Tensor x) => F.linear(Quarters(x), _projection).contiguous();

    /// <summary>(N, C, H, W) to (N, 4 * channels).</summary>
    private Tensor Quarters(Tensor x)
    {
        foreach (var weights in _convolutions)
        {
            x = F.avg_pool2d(F.conv2d(x, weights, padding: [1, 1]).relu_(), [2, 2]);
        }

        var quarters = x.chunk(2, 2).SelectMany(half => half.chunk(2, 3)).Select(quarter => quarter.mean([2, 3]));
        return cat([.. quarters], 1);
    }

    private Tensor Weights(long[] shape, float scale)
    {
        var weights = empty(shape).DetachFromDisposeScope();
        var values = MemoryMarshal.Cast<byte, float>(weights.bytes);
        Normals.Fill(Seed, NoiseStream.Of(NoisePurpose.Weights, (ulong)_convolutions.Count), 0, values);
        foreach (ref var value in values)
        {
            value *= scale;
        }

        return weights;
    }

    /// <summary>Of half of the filters, whose planes then add up to nothing each.</summary>
    private static void MakeEdges(Tensor weights)
    {
        var values = MemoryMarshal.Cast<byte, float>(weights.bytes);
        for (var first = 0; first < values.Length / 2; first += KernelSize)
        {
            var plane = values.Slice(first, KernelSize);
            var sum = 0f;
            foreach (var value in plane)
            {
                sum += value;
            }

            foreach (ref var value in plane)
            {
                value = (value - (sum / KernelSize)) * EdgeGain;
            }
        }
    }
}
