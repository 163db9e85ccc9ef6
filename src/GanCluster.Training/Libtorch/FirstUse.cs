using static TorchSharp.torch;

namespace GanCluster.Training.Libtorch;

/// <summary>
/// Uses libtorch for the first time on one thread while the others wait. What its libraries find out at their first use is
/// not always safe from a second thread: MKL 2024's vector mathematics (tanh, exp, log) stores the processor's type, and then
/// stores it again as the number its tables go by. A thread that calls between the two stores is served by another function,
/// of half the digits, and the run has other bits. From then on memory is zero before it is written: where a processor
/// doesn't tell the sizes of its caches (some virtual machines'), oneDNN 3.7 leaves the padding of reordered weights as it
/// found it, and multiplies it by zero, which is not zero if what was found there is no number.
/// </summary>
internal static class FirstUse
{
    private static readonly Lazy<bool> Settling = new(Use);
    private static volatile bool _isSettled;

    /// <summary>Returns when it has been, on whichever thread.</summary>
    public static void Settle()
    {
        if (!_isSettled)
        {
            _isSettled = Settling.Value;
        }
    }

    /// <summary>One of each kind that networks, losses and optimizers consist of, and the way back through it.</summary>
    private static bool Use()
    {
        LibtorchContext.ZeroedHostMemory = true;
        LibtorchContext.Nnpack = false;
        using var scope = NewDisposeScope();
        foreach (var type in (ScalarType[])[ScalarType.Float32, ScalarType.Float64])
        {
            using var recorded = enable_grad();
            var image = ones([2, 4, 8, 8], type, requires_grad: true);
            var weight = ones([4, 4, 3, 3], type, requires_grad: true);
            var conv = nn.functional.conv2d(image, weight, padding: [1]);
            var wider = nn.functional.conv_transpose2d(conv, weight, strides: [2]);
            var rows = wider.flatten(1).narrow(1, 0, 128);
            var linear = nn.functional.linear(rows, ones([16, 128], type), ones([16], type));
            var curved = linear.tanh().exp() + linear.sigmoid().log() + linear.sin() + linear.cos();
            var products = linear.mv(ones([16], type)).sum() + linear.unsqueeze(0).bmm(ones([1, 16, 2], type)).sum();
            (nn.functional.softplus(curved).mean() + products).backward();
            _ = image.grad!.square().sum().sqrt();
        }

        return true;
    }
}
