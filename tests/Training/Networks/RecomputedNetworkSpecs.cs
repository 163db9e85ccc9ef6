using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class RecomputedNetworkSpecs
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_a_sequence_of_ones_own_are_the_same_and_its_blocks_alone_are_computed_again(bool penalized)
    {
        var (plain, calls) = Gradients(() => new Own(), penalized, recomputed: false);
        var (again, moreCalls) = Gradients(() => new Own(), penalized, recomputed: true);
        Assert.Equal(plain, again);
        Assert.Equal([1, 1, 1, 1], calls);

        // Before, in the two blocks, behind. A penalty goes down, up, and down together with the loss.
        Assert.Equal(penalized ? [1, 4, 4, 1] : [1, 2, 2, 1], moreCalls);
    }

    [Fact]
    public void A_module_that_is_no_sequence_is_one_block()
    {
        var (plain, _) = Gradients(() => new Residual(nn.Linear(3, 3), new Counter()), penalized: false, recomputed: false);
        var (again, calls) = Gradients(() => new Residual(nn.Linear(3, 3), new Counter()), penalized: false, recomputed: true);
        Assert.Equal(plain, again);
        Assert.Equal([2], calls);
    }

    [Fact]
    public void Layers_that_share_a_weight_are_one_block()
    {
        var shared = nn.Linear(3, 3);
        Assert.Single(Chain.Of(nn.Sequential(shared, nn.Tanh(), nn.Linear(3, 3), shared)).Blocks);
        Assert.Equal(2, Chain.Of(nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.BatchNorm1d(3), nn.Linear(3, 3))).Blocks.Count);
    }

    [Fact]
    public void Batch_norm_keeps_what_it_would_keep_without()
    {
        var kept = new[] { false, true }.Select(recomputed =>
        {
            using var network = Nets.D(nn.Linear(3, 3), nn.BatchNorm1d(3), nn.LeakyReLU(0.2), nn.Linear(3, 1));
            Fill(network);
            _ = Gradients(network, penalized: true, recomputed);
            return network.Module.named_buffers().Select(b => Tensors.Floats(b.buffer.to(ScalarType.Float32))).ToList();
        }).ToList();
        Assert.Equal(kept[0], kept[1]);
        Assert.Contains(kept[0], values => values is [1]);
    }

    [Fact]
    public void What_a_layer_throws_on_the_way_back_names_the_network()
    {
        using var network = Nets.D(nn.Linear(3, 1), new Once());
        var error = Assert.Throws<NetworkException>(() => Gradients(network, penalized: false, recomputed: true));
        Assert.StartsWith("discriminator Sequential: its gradients failed: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("once is enough", error.Message, StringComparison.Ordinal);
    }

    private static (float[][] Gradients, int[] Calls) Gradients(Func<nn.Module<Tensor, Tensor>> make, bool penalized, bool recomputed)
    {
        using var network = new DiscriminatorNetwork(make(), CPU);
        Fill(network);
        var gradients = Gradients(network, penalized, recomputed);
        return (gradients, [.. network.Module.named_modules().Select(m => m.module).OfType<Counter>().Select(counter => counter.Calls)]);
    }

    private static float[][] Gradients(DiscriminatorNetwork network, bool penalized, bool recomputed)
    {
        using var scope = NewDisposeScope();
        using var recomputation = recomputed ? new Recomputation() : null;
        using var kept = Recomputation.Enter(recomputation);
        var x = Tensors.Wave([5, 3]).requires_grad_();
        var scores = network.Score(x);
        var loss = scores.square().mean();
        return [.. network.Gradients(penalized ? loss + network.SquaredSlopes(scores, x).mean() : loss).Select(Tensors.Floats)];
    }

    private static void Fill(DiscriminatorNetwork network)
    {
        using var frozen = no_grad();
        foreach (var leaf in network.Leaves)
        {
            leaf.copy_(Tensors.Wave(leaf.shape));
        }
    }

    /// <summary>With a layer before its sequence and one behind.</summary>
    private sealed class Own : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> _before = nn.Sequential(nn.Linear(3, 4), nn.LeakyReLU(0.3), new Counter());
        private readonly nn.Module<Tensor, Tensor> _sequence = new RecomputedSequential(
            nn.Linear(4, 4), nn.LeakyReLU(0.2), new Counter(), nn.Linear(4, 4), nn.LeakyReLU(0.1), new Counter());

        private readonly nn.Module<Tensor, Tensor> _behind = nn.Sequential(nn.Linear(4, 3), nn.Tanh(), new Counter());

        internal Own()
            : base(nameof(Own)) => RegisterComponents();

        public override Tensor forward(Tensor x) => _behind.call(_sequence.call(_before.call(x)));
    }

    private sealed class Counter() : nn.Module<Tensor, Tensor>(nameof(Counter))
    {
        internal int Calls { get; private set; }

        public override Tensor forward(Tensor x)
        {
            Calls++;
            return x.alias();
        }
    }

    private sealed class Once() : nn.Module<Tensor, Tensor>(nameof(Once))
    {
        private bool _was;

        public override Tensor forward(Tensor x)
        {
            if (_was)
            {
                throw new InvalidOperationException("once is enough");
            }

            _was = true;
            return x.alias();
        }
    }
}
