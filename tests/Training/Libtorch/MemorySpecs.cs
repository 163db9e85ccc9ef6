using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanCluster.Training.Devices;
using GanCluster.Training.Replicas;
using static GanCluster.Training.Tests.Tensors;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>A tensor's memory is what the exchange reads and the optimizer writes, without a copy between.</summary>
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

        Assert.Equal([1, 6, 1], Floats(x));
        Assert.Equal([1f, 6, 1], span.ToArray());
    }

    [Fact]
    public void Bytes_of_a_part_of_a_buffer_are_that_part_of_it()
    {
        using var scope = NewDisposeScope();
        var x = zeros(4);

        MemoryMarshal.Cast<byte, float>(x.narrow(0, 2, 2).bytes).Fill(3);

        Assert.Equal([0, 0, 3, 3], Floats(x));
    }

    [Fact]
    public void A_tensor_that_is_on_the_processor_is_not_copied_to_it()
    {
        using var scope = NewDisposeScope();
        var x = zeros(4);

        MemoryMarshal.Cast<byte, float>(x.cpu().bytes).Fill(3);

        Assert.Equal([3, 3, 3, 3], Floats(x));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(100_003)]
    public void Fresh_memory_is_aligned_to_64_bytes(int elements)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 20; i++)
        {
            using var rented = new TensorMemory(elements, HostMemory.Instance);
            foreach (var x in (Tensor[])[rented.Tensor, empty(elements), zeros(elements)])
            {
                var address = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(x.bytes));
                Assert.Equal(0, address % 64);
            }
        }
    }

    [Fact]
    public void A_rented_vector_is_the_tensor_that_is_lent_out()
    {
        using var rented = new TensorMemory(5, HostMemory.Instance);

        rented.Memory.Span[3] = 7;
        rented.Tensor.mul_(2);

        Assert.Equal([0f, 0, 0, 14, 0], rented.Memory.ToArray());
        Assert.Same(rented, TensorMemory.Of(rented.Memory));
        Assert.Throws<ArgumentException>(() => TensorMemory.Of(rented.Memory[1..]));
        Assert.Throws<ArgumentException>(() => TensorMemory.Of(rented.Memory[..4]));
        Assert.Throws<ArgumentException>(() => TensorMemory.Of(new float[5]));
    }

    [Fact]
    public void A_tensor_from_an_array_does_not_follow_the_array()
    {
        using var scope = NewDisposeScope();
        var array = new[] { 1f, 2f };
        var x = tensor(array);

        array[0] = 9;

        Assert.Equal([1, 2], Floats(x));
    }
}
