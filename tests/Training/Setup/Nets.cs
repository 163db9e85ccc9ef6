using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests;

/// <summary>Networks of a few layers.</summary>
internal static class Nets
{
    internal static GeneratorNetwork G(params nn.Module<Tensor, Tensor>[] layers) => new(nn.Sequential(layers), CPU);

    internal static DiscriminatorNetwork D(params nn.Module<Tensor, Tensor>[] layers) => new(nn.Sequential(layers), CPU);

    internal static DiscriminatorNetwork DoubleD(params nn.Module<Tensor, Tensor>[] layers) =>
        new(nn.Sequential(layers), CPU, type: ScalarType.Float64);

    /// <summary>Binds it to a new buffer that holds what it held.</summary>
    internal static Tensor Bind(BoundNetwork network)
    {
        var (flat, constants) = (zeros(network.Layout.Length), zeros(network.FixedLayout.Length));
        network.CopyTo(flat, constants);
        network.Bind(flat, constants);
        return flat.DetachFromDisposeScope();
    }

    /// <param name="values">In the layout's order, without gaps.</param>
    internal static T Set<T>(T network, params double[] values)
        where T : BoundNetwork
    {
        using var frozen = no_grad();
        foreach (var leaf in network.Leaves)
        {
            leaf.copy_(tensor(values[..(int)leaf.numel()]).view(leaf.shape));
            values = values[(int)leaf.numel()..];
        }

        Assert.Empty(values);
        return network;
    }

    internal static double[] Values(BoundNetwork network) =>
        [.. network.Leaves.SelectMany(leaf => leaf.detach().to(ScalarType.Float64).data<double>().ToArray())];
}
