using static GanCluster.Training.Tests.Tensors;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>A step's tensors go with its scope; what outlives it says so.</summary>
public class DisposeScopeSpecs
{
    [Fact]
    public void A_scope_takes_its_tensors_with_it()
    {
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = ones(2) + 1;
        }

        Assert.True(inside.IsInvalid);
    }

    [Fact]
    public void What_is_detached_from_its_scope_outlives_it_with_its_graph()
    {
        var x = tensor([1f, 2f]).requires_grad_();
        Tensor detached;
        using (NewDisposeScope())
        {
            detached = (x * x).square().DetachFromDisposeScope();
        }

        Assert.False(detached.IsInvalid);
        Assert.Equal([4, 32], Floats(autograd.grad([detached.sum()], [x])[0]));
        detached.Dispose();
        x.Dispose();
    }

    [Fact]
    public void A_view_outlives_the_scope_and_the_handle_of_what_it_is_a_view_of()
    {
        Tensor view;
        using (NewDisposeScope())
        {
            view = zeros(6).add_(3).narrow(0, 2, 2).view(1, 2).DetachFromDisposeScope();
        }

        Assert.Equal([3, 3], Floats(view));
        view.Dispose();
    }

    [Fact]
    public void A_scope_does_not_catch_another_threads_tensors()
    {
        Tensor? elsewhere = null;
        using (NewDisposeScope())
        {
            var thread = new Thread(() => elsewhere = ones(1));
            thread.Start();
            thread.Join();
        }

        Assert.False(elsewhere!.IsInvalid);
        elsewhere.Dispose();
    }

    [Fact]
    public void The_gradients_that_autograd_returns_are_the_scopes()
    {
        using var x = ones(2).requires_grad_();
        Tensor gradient;
        using (NewDisposeScope())
        {
            gradient = autograd.grad([x.square().sum()], [x])[0];
        }

        Assert.True(gradient.IsInvalid);
    }
}
