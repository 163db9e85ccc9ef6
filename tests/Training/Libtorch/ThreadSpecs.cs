using static GanCluster.Training.Tests.Tensors;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>A worker's bits must not depend on what its neighbours in the process compute.</summary>
public class ThreadSpecs
{
    [Fact]
    public void Gradients_have_the_same_bits_alone_and_beside_other_threads()
    {
        var alone = Gradients();
        Assert.Contains(alone, b => b != 0);
        var together = new byte[3][];
        using var all = new Barrier(together.Length);

        var threads = Enumerable.Range(0, together.Length).Select(i => new Thread(() =>
        {
            Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(30)));
            together[i] = Gradients();
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(together, bits => Assert.Equal(alone, bits));
    }

    /// <summary>Left alone libtorch takes a thread a core, and a sum split in another way has other bits.</summary>
    [Fact]
    public void Every_thread_computes_by_itself_once_one_has_said_so()
    {
        Assert.Equal(1, get_num_threads());
        var elsewhere = 0;
        var thread = new Thread(() => elsewhere = get_num_threads());
        thread.Start();
        thread.Join();

        Assert.Equal(1, elsewhere);
    }

    [Fact]
    public void Recording_is_a_matter_of_each_thread()
    {
        using var scope = NewDisposeScope();
        var x = ones(1, requires_grad: true);
        var elsewhere = false;

        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
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

    /// <summary>Of a few steps of a net with convolutions and batch norm, so that the threads really overlap.</summary>
    private static byte[] Gradients()
    {
        var result = new List<byte>();
        for (var step = 0; step < 10; step++)
        {
            using var scope = NewDisposeScope();
            var x = Wave([8, 1, 16, 16], step);
            var w1 = Wave([16, 1, 4, 4], 1).requires_grad_();
            var w2 = Wave([16, 16, 4, 4], 2).requires_grad_();
            var w3 = Wave([1, 16 * 4 * 4], 3).requires_grad_();
            var h = F.leaky_relu(F.conv2d(x, w1, strides: [2, 2], padding: [1, 1]), 0.2);
            h = F.batch_norm(F.conv2d(h, w2, strides: [2, 2], padding: [1, 1]), null, null, training: true);
            var loss = F.softplus(F.linear(h.flatten(1), w3)).mean();
            foreach (var gradient in autograd.grad([loss], [w1, w2, w3]))
            {
                result.AddRange(gradient.contiguous().bytes.ToArray());
            }
        }

        return [.. result];
    }
}
