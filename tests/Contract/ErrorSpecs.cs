using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GanCluster.Contract.Tests;

public class ErrorSpecs
{
    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 3);

        Assert.Contains("2x3 and 2x3", Message(() => x.matmul(x)), StringComparison.Ordinal);
        Assert.Contains("[4]", Message(() => x.view(4)), StringComparison.Ordinal);
        Assert.Contains("(3) must match", Message(() => x.add(ones(2))), StringComparison.Ordinal);
        var convolution = Message(() => nn.functional.conv2d(ones(1, 2, 8, 8), ones(5, 7, 3, 3)));
        Assert.Contains("[5, 7, 3, 3]", convolution, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_leaves_the_next_operation_unharmed()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 3);

        Message(() => x.matmul(x));

        Values.AreEqual([3, 3, 3, 3], x.matmul(x.transpose(0, 1)));
    }

    [Fact]
    public void A_leaf_that_requires_gradients_is_not_changed_in_place()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, requires_grad: true);

        Assert.Contains("leaf", Message(() => x.add_(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_have_no_gradients()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new long[] { 1 });

        Assert.Contains("floating point", Message(() => x.requires_grad_()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_tensor_is_refused()
    {
        var x = ones(1);
        x.Dispose();

        Assert.True(x.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => x.add(1));
        x.Dispose();
    }

    private static string Message(Func<Tensor> operation) =>
        Assert.Throws<ExternalException>(operation).Message;
}
