using static TorchSharp.torch;

namespace GanCluster.Contract.Tests;

/// <summary>Networks keep their parameters in one flat buffer; the parameters are views of it.</summary>
public class FlatBufferSpecs
{
    [Fact]
    public void A_parameter_follows_its_buffer_and_is_a_leaf()
    {
        using var scope = NewDisposeScope();
        var flat = arange(8, dtype: float32);
        var weight = Parameter(flat, 2, 2, 3);

        using (no_grad())
        {
            flat.mul_(10);
        }

        Assert.True(weight.is_leaf);
        Assert.True(weight.requires_grad);
        Assert.False(flat.requires_grad);
        Values.AreEqual([20, 30, 40, 50, 60, 70], weight);
    }

    [Fact]
    public void Steps_over_the_buffer_train_the_parameters()
    {
        using var scope = NewDisposeScope();
        var flat = ones(8);
        var weight = Parameter(flat, 2, 2, 3);

        for (var step = 0; step < 2; step++)
        {
            var gradient = autograd.grad(new[] { weight.square().sum() }, new[] { weight })[0];
            using var frozen = no_grad();
            flat.narrow(0, 2, 6).sub_(gradient.view(-1).mul(0.25f));
        }

        Values.AreEqual([1, 1, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f], flat);
        Values.AreEqual([0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f], weight);
    }

    [Fact]
    public void Gradients_gather_in_a_flat_buffer_of_their_own()
    {
        using var scope = NewDisposeScope();
        var flat = ones(8);
        var gradients = zeros(8);
        var weight = Parameter(flat, 2, 2, 3);
        weight.grad = gradients.narrow(0, 2, 6).view(2, 3);

        (weight * 3).sum().backward();
        (weight * 4).sum().backward();

        Values.AreEqual([0, 0, 7, 7, 7, 7, 7, 7], gradients);
    }

    [Fact]
    public void A_view_of_what_requires_gradients_is_no_leaf()
    {
        using var scope = NewDisposeScope();
        var flat = ones(4, requires_grad: true);
        var view = flat.narrow(0, 1, 2);

        view.square().sum().backward();

        Assert.True(view.requires_grad);
        Assert.False(view.is_leaf);
        Values.AreEqual([0, 2, 2, 0], flat.grad!);
    }

    private static Tensor Parameter(Tensor flat, long offset, long rows, long columns) =>
        flat.narrow(0, offset, rows * columns).view(rows, columns).detach().requires_grad_();
}
