using GanCluster.Training.Libtorch;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>Bits must not depend on what lay in memory before: kernels of libtorch's own read what nobody wrote.</summary>
public class UnwrittenMemorySpecs
{
    [Fact]
    public void New_memory_is_zero_whatever_lay_there()
    {
        for (var i = 0; i < 20; i++)
        {
            LeaveNaN(5000);
            using var fresh = empty(5000);
            Assert.All(fresh.data<float>(), value => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(value)));
        }
    }

    /// <summary>It has other bits than the rest, on the processors that have it.</summary>
    [Fact]
    public void Nnpack_takes_no_part() => Assert.False(LibtorchContext.Nnpack);

    /// <summary>Channels that don't fill a vector: the rest of a vector is padding.</summary>
    [Theory]
    [InlineData(16, 1, 4, 4, 0)]
    [InlineData(8, 8, 8, 3, 1)]
    [InlineData(20, 12, 8, 3, 1)]
    [InlineData(64, 3, 32, 3, 1)]
    public void Convolutions_and_their_gradients_are_finite_whatever_lay_there(
        int inputs, int outputs, int side, int kernel, int padding)
    {
        foreach (var transposed in (bool[])[false, true])
        {
            using var scope = NewDisposeScope();
            var x = ones([4, inputs, side, side], requires_grad: true);
            var (first, second) = transposed ? (inputs, outputs) : (outputs, inputs);
            var weight = ones([first, second, kernel, kernel], requires_grad: true);
            for (var size = 64; size < 1 << 17; size *= 2)
            {
                LeaveNaN(size);
            }

            var y = transposed
                ? F.conv_transpose2d(x, weight, padding: [padding])
                : F.conv2d(x, weight, padding: [padding]);
            y.backward([ones_like(y)]);

            Assert.All((Tensor[])[y.detach(), x.grad!, weight.grad!], made => Assert.DoesNotContain(made.data<float>(), float.IsNaN));
        }
    }

    /// <summary>In freed blocks of about that size.</summary>
    private static void LeaveNaN(long size)
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 8; i++)
        {
            _ = full([size + (i * 16)], float.NaN);
        }
    }
}
