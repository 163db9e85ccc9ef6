using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Contract.Tests;

/// <summary>A worker's bits must not depend on what its neighbours in the process compute.</summary>
public class ThreadSpecs
{
    [Fact]
    public void Gradients_have_the_same_bits_alone_and_beside_another_thread()
    {
        set_num_threads(1);
        var alone = Gradients();
        var together = new byte[2][];

        var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => together[i] = Gradients())).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(alone, together[0]);
        Assert.Equal(alone, together[1]);
    }

    [Fact]
    public void The_number_of_threads_is_what_was_set()
    {
        set_num_threads(1);

        Assert.Equal(1, get_num_threads());
    }

    /// <summary>Of a few steps of a net with convolutions and batch norm, so that the threads really overlap.</summary>
    private static byte[] Gradients()
    {
        set_num_threads(1);
        var result = new List<byte>();
        for (var step = 0; step < 5; step++)
        {
            using var scope = NewDisposeScope();
            var x = Values.Wave([8, 1, 16, 16], step);
            var w1 = Values.Wave([16, 1, 4, 4], 1).requires_grad_();
            var w2 = Values.Wave([16, 16, 4, 4], 2).requires_grad_();
            var w3 = Values.Wave([1, 16 * 4 * 4], 3).requires_grad_();
            var h = F.leaky_relu(F.conv2d(x, w1, strides: [2, 2], padding: [1, 1]), 0.2);
            h = F.batch_norm(F.conv2d(h, w2, strides: [2, 2], padding: [1, 1]), null, null, training: true);
            var loss = F.softplus(F.linear(h.flatten(1), w3)).mean();
            foreach (var gradient in autograd.grad(new[] { loss }, new[] { w1, w2, w3 }))
            {
                result.AddRange(gradient.contiguous().bytes.ToArray());
            }
        }

        return [.. result];
    }
}
