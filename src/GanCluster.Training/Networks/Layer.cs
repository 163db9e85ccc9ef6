using System.Collections.Immutable;

namespace GanCluster.Training.Networks;

/// <summary>
/// One layer as data. A network is a list of them over one flat buffer of parameters, applied by <see cref="Network"/>: so the
/// same description serves the weights being trained, the committed ones, and the EMA.
/// </summary>
public abstract record Layer
{
    /// <summary>(N, Inputs) to (N, Outputs).</summary>
    public sealed record Linear(int Inputs, int Outputs) : Layer;

    /// <summary>(N, Inputs, H, W) to (N, Outputs, H', W').</summary>
    /// <param name="Deviation">Of the initial weights.</param>
    public sealed record Conv2d(
        int Inputs, int Outputs, int Kernel, int Stride, int Padding, double Deviation = 0.02, bool HasBias = false) : Layer;

    /// <inheritdoc cref="Conv2d"/>
    public sealed record ConvTranspose2d(
        int Inputs, int Outputs, int Kernel, int Stride, int Padding, double Deviation = 0.02, bool HasBias = false) : Layer;

    /// <summary>Over all but dimension 1. In training by the batch's own statistics; the state holds no running ones.</summary>
    public sealed record BatchNorm(int Features) : Layer;

    public sealed record LeakyReLU(double Slope) : Layer;

    public sealed record ReLU : Layer;

    public sealed record Tanh : Layer;

    /// <summary>(N, C) to (N, C + 2 C Bands): x with sin and cos of 2^k pi/2 x for each band k (Tancik et al., 2020).</summary>
    public sealed record Fourier(int Bands) : Layer;

    /// <summary>(N, ...) to (N, Shape).</summary>
    public sealed record Reshape(ImmutableArray<long> Shape) : Layer;

    /// <summary>(N, C, ...) to (N / Samples, Samples x C, ...): samples that follow each other become one.</summary>
    public sealed record Pack(int Samples) : Layer;

    /// <summary>(N, C, ...) to (N, C + classes, ...): the label as one-hot channels, the same all over an image.</summary>
    public sealed record JoinLabel : Layer;

    /// <summary>(N, Features) to (N, 1): w h + b + e(label) h (Miyato and Koyama, 2018, equation 3).</summary>
    public sealed record Projection(int Features, int Classes) : Layer;

    /// <summary>Shortcut(x) + Branch(x). The branch has no batch norm.</summary>
    public sealed record Residual(ImmutableArray<Layer> Branch) : Layer
    {
        /// <summary>Without parameters; none: x itself.</summary>
        public ImmutableArray<Layer> Shortcut { get; init; } = [];
    }

    /// <summary>One of the networks that a network of several levels is a list of; see <see cref="NetworkSpec.Parts"/>.</summary>
    public sealed record Part(ImmutableArray<Layer> Layers) : Layer;

    /// <summary>Twice the height and width, bilinearly.</summary>
    public sealed record Upsample : Layer;

    /// <summary>(N, C Factor^2, H, W) to (N, C, H Factor, W Factor): pixel (h, w)'s channels c Factor^2 + i Factor + j become
    /// channel c's pixels (h Factor + i, w Factor + j) (Shi et al., 2016).</summary>
    public sealed record PixelShuffle(int Factor) : Layer;

    /// <summary>Half the height and width: the mean of 2 x 2.</summary>
    public sealed record Downsample : Layer;
}

/// <param name="Name">The prefix of its tensors in a checkpoint: <c>g</c> or <c>d</c>.</param>
public sealed record NetworkSpec(string Name, ImmutableArray<Layer> Layers)
{
    /// <summary>Power iterations of the weights' spectral norm; 0: weights as they are.</summary>
    public int SpectralNorm { get; init; }

    /// <summary>Values of z that a generator's levels above the coarsest take: one a pixel.</summary>
    public int LevelNoise { get; init; }

    /// <summary>With batch norm a sample's output depends on its batch, so real and generated ones must not share a
    /// pass.</summary>
    public bool HasBatchNorm => Layers.Any(layer => layer is Layer.BatchNorm);

    /// <summary>Networks in it, coarsest level first: as many as layers if they are parts, otherwise 1.</summary>
    public int Parts => Layers is [Layer.Part, ..] ? Layers.Length : 1;

    /// <summary>Samples that make one of its inputs.</summary>
    public int Packing => Part(0).OfType<Layer.Pack>().FirstOrDefault()?.Samples ?? 1;

    public ImmutableArray<Layer> Part(int number) => Layers is [Layer.Part, ..] ? ((Layer.Part)Layers[number]).Layers : Layers;
}
