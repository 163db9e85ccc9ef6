using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GanCluster.Contract.Tests;

public class MemorySpecs
{
    [Fact]
    public void Bytes_are_the_tensors_memory_itself()
    {
        using var scope = NewDisposeScope();
        var x = zeros(3);

        var span = MemoryMarshal.Cast<byte, float>(x.bytes);
        span[1] = 5;
        x.add_(1);

        Values.AreEqual([1, 6, 1], x);
        Assert.Equal(new float[] { 1, 6, 1 }, span.ToArray());
        Assert.Equal(12, x.bytes.Length);
    }

    [Fact]
    public void Bytes_of_a_narrowed_buffer_are_that_part_of_it()
    {
        using var scope = NewDisposeScope();
        var x = zeros(4);

        MemoryMarshal.Cast<byte, float>(x.narrow(0, 2, 2).bytes).Fill(3);

        Values.AreEqual([0, 0, 3, 3], x);
    }

    [Fact]
    public void Bytes_of_strided_memory_are_refused()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3);

        Assert.Throws<InvalidOperationException>(() => x.transpose(0, 1).bytes.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public unsafe void Fresh_memory_is_aligned_to_64_bytes(long elements)
    {
        using var scope = NewDisposeScope();
        foreach (var x in new[] { empty(elements), zeros(elements), empty(elements, dtype: bfloat16) })
        {
            fixed (byte* address = x.bytes)
            {
                Assert.Equal(0, (nint)address % 64);
            }
        }
    }

    [Fact]
    public void Elements_are_read_in_order_of_the_shape()
    {
        using var scope = NewDisposeScope();
        var x = arange(6, dtype: float32).view(2, 3);

        Assert.Equal(6, x.data<float>().Count);
        Assert.Equal(4f, x.data<float>()[4]);
        Assert.Equal(4f, x.data<float>()[1, 1]);
        Assert.Equal(new float[] { 0, 3, 1, 4, 2, 5 }, x.transpose(0, 1).data<float>().ToArray());
        var target = new float[8];
        x.data<float>().CopyTo(target, 1);
        Assert.Equal(new float[] { 0, 0, 1, 2, 3, 4, 5, 0 }, target);
        Assert.Equal(2.5f, tensor(2.5f).item<float>());
    }

    [Fact]
    public void Reading_as_another_type_or_many_elements_as_one_is_refused()
    {
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(() => zeros(2).data<double>());
        Assert.Throws<ArgumentException>(() => zeros(2).item<float>());
    }

    [Fact]
    public void A_tensor_from_an_array_does_not_follow_the_array()
    {
        using var scope = NewDisposeScope();
        var array = new[] { 1f, 2f };
        var x = tensor(array);

        array[0] = 9;

        Values.AreEqual([1, 2], x);
    }

    [Fact]
    public void A_clone_has_its_own_memory_and_an_alias_has_not()
    {
        using var scope = NewDisposeScope();
        var x = zeros(1);
        var clone = x.clone();
        var alias = x.alias();

        x.fill_(1);
        x.Dispose();

        Assert.Equal(0f, clone.item<float>());
        Assert.Equal(1f, alias.item<float>());
    }
}
