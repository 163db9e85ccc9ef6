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

    /// <summary>(N, Inputs, H, W) to (N, Outputs, H', W'); without bias.</summary>
    public sealed record Conv2d(int Inputs, int Outputs, int Kernel, int Stride, int Padding) : Layer;

    /// <inheritdoc cref="Conv2d"/>
    public sealed record ConvTranspose2d(int Inputs, int Outputs, int Kernel, int Stride, int Padding) : Layer;

    /// <summary>Over all but dimension 1. In training by the batch's own statistics; the state holds no running ones.</summary>
    public sealed record BatchNorm(int Features) : Layer;

    public sealed record LeakyReLU(double Slope) : Layer;

    public sealed record ReLU : Layer;

    public sealed record Tanh : Layer;

    /// <summary>(N, C) to (N, C + 2 C Bands): x with sin and cos of 2^k pi/2 x for each band k (Tancik et al., 2020).</summary>
    public sealed record Fourier(int Bands) : Layer;

    /// <summary>(N, ...) to (N, Shape).</summary>
    public sealed record Reshape(ImmutableArray<long> Shape) : Layer;
}

/// <param name="Name">The prefix of its tensors in a checkpoint: <c>g</c> or <c>d</c>.</param>
public sealed record NetworkSpec(string Name, ImmutableArray<Layer> Layers)
{
    /// <summary>With batch norm a sample's output depends on its batch, so real and generated ones must not share a
    /// pass.</summary>
    public bool HasBatchNorm => Layers.Any(layer => layer is Layer.BatchNorm);
}
