using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GanCluster.Contract.Tests;

public class AutogradSpecs
{
    [Fact]
    public void Backward_adds_to_the_leaves_gradients()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f }, requires_grad: true);
        Assert.Null(x.grad);

        (x * x).sum().backward();
        Values.AreEqual([2, 4, 6], x.grad!);
        (x * 10).sum().backward();

        Values.AreEqual([12, 14, 16], x.grad!);
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void A_graph_is_kept_only_on_request()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        var y = x.square().sum();

        y.backward(retain_graph: true);
        y.backward();

        Values.AreEqual([4, 8], x.grad!);
        var error = Assert.Throws<ExternalException>(() => y.backward());
        Assert.Contains("second time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grad_returns_gradients_and_leaves_none_behind()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);
        var y = tensor(new[] { 3f, 5f }, requires_grad: true);

        var gradients = autograd.grad(new[] { (x * y).sum() }, new[] { x, y });

        Values.AreEqual([3, 5], gradients[0]);
        Values.AreEqual([1, 2], gradients[1]);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_starts_from_the_outputs_gradients_given()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);

        var gradients = autograd.grad(new[] { x.square() }, new[] { x }, new[] { tensor(new[] { 1f, 10f }) });

        Values.AreEqual([2, 40], gradients[0]);
    }

    [Fact]
    public void An_unused_input_has_an_invalid_gradient_if_allowed()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        var unused = ones(1, requires_grad: true);

        var gradients = autograd.grad(new[] { x.square() }, new[] { x, unused }, allow_unused: true);

        Values.AreEqual([2], gradients[0]);
        Assert.True(gradients[1].IsInvalid);
    }

    [Fact]
    public void Nothing_is_recorded_in_no_grad_until_enabled_again()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);

        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }

            Assert.False((x * 2).requires_grad);
        }

        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Recording_is_a_matter_of_each_thread()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        var elsewhere = false;

        using (no_grad())
        {
            var thread = new Thread(() =>
            {
                using var doubled = x * 2;
                elsewhere = doubled.requires_grad;
            });
            thread.Start();
            thread.Join();
        }

        Assert.True(elsewhere);
    }

    [Fact]
    public void Detaching_cuts_the_graph_but_shares_the_memory()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        var detached = (x * 3).detach();

        Assert.False(detached.requires_grad);
        Assert.True(detached.is_leaf);
        Assert.False((x * 3).is_leaf);
        x.detach().fill_(7);
        Assert.Equal(7f, x.item<float>());
    }

    [Fact]
    public void Gradients_pass_through_a_change_of_type()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, requires_grad: true);

        x.to(bfloat16).square().sum().to(float32).backward();

        Values.AreEqual([2, 4], x.grad!);
        Assert.Equal(float32, x.grad!.dtype);
    }
}
