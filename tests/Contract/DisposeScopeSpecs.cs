using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCluster.Contract.Tests;

public class DisposeScopeSpecs
{
    [Fact]
    public void A_scope_takes_its_tensors_with_it()
    {
        Tensor inside;
        using (var scope = NewDisposeScope())
        {
            inside = ones(2) + 1;
            Assert.Equal(2, scope.DisposablesCount);
            Assert.Same(scope, CurrentDisposeScope);
        }

        Assert.True(inside.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_tensor_moved_out_lives_as_long_as_the_outer_scope()
    {
        Tensor moved;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                moved = ones(1).MoveToOuterDisposeScope();
            }

            Assert.False(moved.IsInvalid);
        }

        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void Several_tensors_move_out_together()
    {
        using var outer = NewDisposeScope();
        Tensor a;
        Tensor b;
        using (var inner = NewDisposeScope())
        {
            (a, b) = inner.MoveToOuter(ones(1), ones(2));
        }

        Assert.Equal(1, a.numel());
        Assert.Equal(2, b.numel());
        Assert.Equal(2, outer.DisposablesCount);
    }

    [Fact]
    public void A_detached_tensor_outlives_every_scope()
    {
        Tensor detached;
        using (NewDisposeScope())
        {
            detached = ones(1).DetachFromDisposeScope();
        }

        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void An_attached_tensor_goes_with_the_scope()
    {
        var x = ones(1);
        using (var scope = NewDisposeScope())
        {
            scope.Attach(x);
        }

        Assert.True(x.IsInvalid);
    }

    [Fact]
    public void All_but_what_is_kept_can_be_disposed_early()
    {
        using var scope = NewDisposeScope();
        var kept = ones(1);
        var other = ones(1);

        scope.DisposeEverythingBut(kept);

        Assert.False(kept.IsInvalid);
        Assert.True(other.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void A_tensor_disposed_by_hand_leaves_its_scope()
    {
        using var scope = NewDisposeScope();

        ones(1).Dispose();

        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void A_wrapped_expression_leaves_its_result_alone()
    {
        using var scope = NewDisposeScope();

        var result = WrappedTensorDisposeScope(() => (ones(2) + 1) * 3);

        Values.AreEqual([6, 6], result);
        Assert.Equal(1, scope.DisposablesCount);
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
    public void Training_leaves_no_tensor_behind()
    {
        var flat = Values.Wave([12]).DetachFromDisposeScope();
        var weight = flat.narrow(0, 0, 12).view(3, 4).detach().requires_grad_();
        var x = Values.Wave([5, 4], 1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var step = 0; step < 300; step++)
        {
            using var scope = NewDisposeScope();
            var loss = nn.functional.linear(x, weight).square().mean();
            var gradient = autograd.grad(new[] { loss }, new[] { weight })[0];
            using var frozen = no_grad();
            flat.sub_(gradient.view(-1).mul(0.1f));
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        flat.Dispose();
        weight.Dispose();
        x.Dispose();
    }

    [Fact]
    public void A_forgotten_tensor_is_finalized()
    {
        var before = Tensor.TotalCount;
        Forget(100);

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.True(Tensor.TotalCount < before + 50);
        Assert.True(Tensor.PeakCount >= 100);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _ = ones(1);
        }
    }
}
