using TorchSharp;
using static TorchSharp.torch;

namespace GanCluster.Contract.Tests;

public class ShapeSpecs
{
    [Fact]
    public void Factories_make_the_shape_and_type_asked_for()
    {
        using var scope = NewDisposeScope();

        Assert.Equal(new long[] { 2, 3 }, zeros(2, 3).shape);
        Assert.Equal(float32, zeros(2, 3).dtype);
        Assert.Equal(bfloat16, empty(new long[] { 4, 1 }, dtype: bfloat16).dtype);
        Values.AreEqual([1, 1], ones(2));
        Values.AreEqual([1.5f, 1.5f], full(2, 1.5f));
        Values.AreEqual([0, 0], zeros_like(ones(2)));
        Assert.True(zeros(1, requires_grad: true).requires_grad);
        Assert.Equal(new long[] { 0, 1, 2 }, arange(3, dtype: int64).data<long>().ToArray());
        Assert.Equal(new long[] { 5, 6 }, tensor(new long[] { 5, 6 }).data<long>().ToArray());
        Values.AreEqual([1, 2, 3, 4], from_array(new[,] { { 1f, 2f }, { 3f, 4f } }));
        Assert.Equal(0, tensor(3f).ndim);
        Assert.Equal(DeviceType.CPU, zeros(1, device: CPU).device_type);
    }

    [Fact]
    public void Shape_strides_and_counts_are_told()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3, 4);

        Assert.Equal(3, x.ndim);
        Assert.Equal(3, x.dim());
        Assert.Equal(24, x.numel());
        Assert.Equal(new long[] { 12, 4, 1 }, x.stride());
        Assert.Equal(4, x.stride(1));
        Assert.Equal(4, x.element_size());
        Assert.True(x.is_contiguous());
        Assert.False(x.transpose(0, 1).is_contiguous());
        Assert.Equal("cpu", x.device.ToString());
    }

    [Fact]
    public void Views_share_memory_and_have_the_shape_asked_for()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, dtype: float32);

        Values.AreEqual([3, 4, 5], x.view(2, 3).select(0, 1));
        Values.AreEqual([2, 3], x.narrow(0, 2, 2));
        Values.AreEqual([1, 3, 5], x.slice(0, 1, 6, 2));
        Values.AreEqual([0, 3, 1, 4, 2, 5], x.view(2, 3).permute(1, 0));
        Values.AreEqual([0, 3, 1, 4, 2, 5], x.view(2, 3).transpose(0, 1).contiguous());
        Assert.Equal(new long[] { 6, 1 }, x.unsqueeze(1).shape);
        Assert.Equal(new long[] { 6 }, x.unsqueeze(1).squeeze(1).shape);
        Assert.Equal(new long[] { 6 }, x.view(1, 2, 3).flatten().shape);
        Assert.Equal(new long[] { 1, 6 }, x.view(1, 2, 3).flatten(1).shape);
        Assert.Equal(new long[] { 4, 6 }, x.expand(4, 6).shape);
        Assert.Equal(new long[] { 3, 2 }, x.reshape(-1, 2).shape);

        x.narrow(0, 4, 2).fill_(9);
        Values.AreEqual([0, 1, 2, 3, 9, 9], x);
    }

    [Fact]
    public void Tensors_join_and_are_picked_from()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1f, 2f });
        var b = tensor(new[] { 3f, 4f });

        Values.AreEqual([1, 2, 3, 4], cat(new[] { a, b }));
        Assert.Equal(new long[] { 2, 2 }, stack(new[] { a, b }).shape);
        Values.AreEqual([1, 3, 2, 4], stack(new[] { a, b }, 1));
        Values.AreEqual([4, 3, 4], b.index_select(0, tensor(new long[] { 1, 0, 1 })));
    }

    [Fact]
    public void Set_makes_a_tensor_use_anothers_memory()
    {
        using var scope = NewDisposeScope();
        var a = zeros(2);
        var b = tensor(new[] { 3f, 4f });

        a.set_(b);
        b.add_(1);

        Values.AreEqual([4, 5], a);
    }
}
