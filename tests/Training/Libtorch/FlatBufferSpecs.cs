using System.Runtime.InteropServices;
using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static GanCluster.Training.Tests.Tensors;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>Networks keep their parameters in one flat buffer; leaves and constants are views of it.</summary>
public class FlatBufferSpecs
{
    private static readonly ParameterLayout Layout = ParameterLayout.Of(new NetworkSpec("g", [new Layer.Linear(3, 2)]));

    [Fact]
    public void Leaves_and_constants_follow_the_buffer()
    {
        using var scope = NewDisposeScope();
        using var network = new FlatNetwork(Layout, CPU);
        var (leaf, constant) = (network.Leaves[0], network.Constants[0]);

        network.Flat.copy_(arange(0, Layout.Length, ScalarType.Float32));
        network.Flat.mul_(10);

        Assert.True(leaf.is_leaf && leaf.requires_grad);
        Assert.False(constant.requires_grad || network.Flat.requires_grad);
        Assert.Equal([0, 10, 20, 30, 40, 50], Floats(leaf));
        Assert.Equal(Floats(leaf), Floats(constant));
        Assert.Equal([2L, 3], leaf.shape);
    }

    /// <summary>G's graph waits while D steps, which is why the two have a buffer each. Of D's own it is better to hear than to
    /// get a gradient at other weights.</summary>
    [Fact]
    public void A_step_on_the_buffer_leaves_another_networks_graph_whole_and_voids_the_own_ones()
    {
        using var scope = NewDisposeScope();
        using var g = new FlatNetwork(Layout, CPU);
        using var d = new FlatNetwork(Layout, CPU);
        g.Flat.fill_(1);
        d.Flat.fill_(3);
        var pending = g.Leaves[0].square().sum();
        var through = (g.Leaves[0] * d.Constants[0]).sum();

        d.Flat.sub_(1);

        Assert.Equal([2, 2, 2, 2, 2, 2], Floats(d.Leaves[0]));
        Assert.Equal([2, 2, 2, 2, 2, 2], Floats(autograd.grad([pending], [g.Leaves[0]])[0]));
        var error = Assert.Throws<ExternalException>(() => through.backward());
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_are_returned_and_none_is_left_at_the_leaves()
    {
        using var scope = NewDisposeScope();
        using var network = new FlatNetwork(Layout, CPU);
        network.Flat.fill_(2);

        var gradients = autograd.grad([network.Leaves[0].square().sum() + network.Leaves[1].sum()], [.. network.Leaves]);

        Assert.Equal([4, 4, 4, 4, 4, 4], Floats(gradients[0]));
        Assert.Equal([1, 1], Floats(gradients[1]));
        Assert.All(network.Leaves, leaf => Assert.Null(leaf.grad));
    }

    [Fact]
    public void Detaching_cuts_the_graph_and_shares_the_memory()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);

        Assert.False((x * 3).detach().requires_grad);
        x.detach().fill_(7);

        Assert.Equal(7f, x.item<float>());
    }
}
