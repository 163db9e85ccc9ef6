using static GanCluster.Training.Tests.Tensors;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>Modules whose parameters lie in one flat buffer.</summary>
public class FlatBufferSpecs
{
    [Fact]
    public void Parameters_follow_the_buffer_and_need_no_gradient_while_they_are_constants()
    {
        using var scope = NewDisposeScope();
        using var network = Nets.G(nn.Linear(3, 2));
        var (leaf, flat) = (network.Leaves[0], Nets.Bind(network));

        flat.copy_(arange(0, network.Layout.Length, ScalarType.Float32));
        flat.mul_(10);

        Assert.True(leaf.is_leaf && leaf.requires_grad);
        Assert.False(flat.requires_grad);
        Assert.Equal([0, 10, 20, 30, 40, 50], Floats(leaf));
        Assert.Equal([2L, 3], leaf.shape);
        Assert.Equal([10 + 160, 40 + 170], Floats(network.Make(tensor(new[] { 0f, 1, 0 }).view(1, 3), null)[0]));
        using (network.AsConstants())
        {
            Assert.False(leaf.requires_grad);
        }

        Assert.True(leaf.requires_grad);
    }

    /// <summary>G's graph waits while D steps.</summary>
    [Fact]
    public void A_step_on_the_buffer_leaves_another_networks_graph_whole()
    {
        using var scope = NewDisposeScope();
        using var g = Nets.G(nn.Linear(3, 2));
        using var d = Nets.D(nn.Linear(3, 2));
        var (flatG, flatD) = (Nets.Bind(g), Nets.Bind(d));
        flatG.fill_(1);
        flatD.fill_(3);
        var pending = g.Leaves[0].square().sum();

        flatD.sub_(1);

        Assert.Equal([2, 2, 2, 2, 2, 2], Floats(d.Leaves[0]));
        Assert.Equal([2, 2, 2, 2, 2, 2], Floats(autograd.grad([pending], [g.Leaves[0]])[0]));
    }

    [Fact]
    public void Gradients_are_returned_and_none_is_left_at_the_leaves()
    {
        using var scope = NewDisposeScope();
        using var network = Nets.G(nn.Linear(3, 2));
        Nets.Bind(network).fill_(2);

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
