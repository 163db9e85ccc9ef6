using GanCluster.Core.Noise;
using GanCluster.Training.Devices;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// A module that draws random numbers by the positions of its samples in the run, so that a run has the same weights whoever
/// computes it. Each module of a network has numbers of its own, and so has each pass of a step: D's over real samples, over
/// generated ones, and in G's step. One that is used twice in a pass draws the same twice. The batch dimension comes first, in the
/// order in which the network was given its samples. Outside of a run it draws as for the samples 0, 1, ... of seed 0.
/// </summary>
public abstract class PositionalModule : nn.Module<Tensor, Tensor>
{
    private protected PositionalModule(string name)
        : base(name)
    {
    }

    /// <summary>Among all networks' of a run, by the order in which modules are registered.</summary>
    internal uint Number { get; private set; }

    /// <summary>Gives a network's modules their numbers.</summary>
    internal static void Enumerate(nn.Module network, uint first)
    {
        foreach (var module in network.named_modules().Select(m => m.module).Prepend(network).OfType<PositionalModule>())
        {
            module.Number = first++;
        }
    }

    private protected Tensor Draw(Tensor like, long[] shape, NoisePurpose purpose, NoisePlace.Fill fill)
    {
        var values = shape.Aggregate(1L, (product, size) => product * size);
        var drawn = NoisePlace.Current.Draw(purpose, Number, values, shape[0], fill);
        return DeviceMemory.Of(like.device).Send<float>(drawn, ScalarType.Float32, shape).to(like.dtype);
    }
}

/// <summary>
/// Dropout (Srivastava et al., 2014) by position: in training each value is 0 with probability p, or else 1 / (1 - p) times what
/// it was; at rest nothing is dropped. In place of TorchSharp's Dropout, whose numbers depend on who computes.
/// </summary>
public sealed class PositionalDropout : PositionalModule
{
    private readonly double _p;

    /// <param name="p">From 0 to below 1.</param>
    public PositionalDropout(double p = 0.5)
        : base(nameof(PositionalDropout))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        _p = p;
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        if (!training || _p == 0 || !NoisePlace.Current.IsTraining)
        {
            return x.alias();
        }

        var (p, kept) = ((float)_p, (float)(1 / (1 - _p)));
        return x * Draw(x, x.shape, NoisePurpose.Dropout, (seed, stream, first, values) =>
        {
            Uniforms.Fill(seed, stream, first, values);
            foreach (ref var value in values)
            {
                value = value < p ? 0 : kept;
            }
        });
    }
}

/// <summary>
/// Adds normal noise by position, in training and at rest, where it follows from a sample's number: as StyleGAN (Karras et al.,
/// 2019) does to G's layers, or as instance noise to what D sees (Sønderby et al., 2017).
/// </summary>
public sealed class PositionalNoise : PositionalModule
{
    private readonly double _deviation;
    private readonly bool _oneForAllChannels;

    /// <param name="deviation">Of the noise, whose mean is 0.</param>
    /// <param name="oneForAllChannels">Whether the channels of (N, C, ...) have the same noise.</param>
    public PositionalNoise(double deviation = 1, bool oneForAllChannels = false)
        : base(nameof(PositionalNoise))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviation);
        (_deviation, _oneForAllChannels) = (deviation, oneForAllChannels);
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor x)
    {
        long[] shape = _oneForAllChannels ? [x.shape[0], 1, .. x.shape[2..]] : x.shape;
        return x + (Draw(x, shape, NoisePurpose.ModuleNoise, Normals.Fill) * _deviation);
    }
}
