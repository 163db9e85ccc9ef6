using GanCluster.Training.Libtorch;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Libtorch;

public class UnderwaySpecs
{
    [Fact]
    public void What_is_computed_is_known_on_its_own_thread_until_it_is_done()
    {
        Assert.Null(Underway.Text);
        using (Underway.Of("generator G", "its forward"))
        {
            using (Underway.Of("discriminator D", "its gradients"))
            {
                Assert.Equal("discriminator D: its gradients", Underway.Text);
                string? elsewhere = "not asked";
                var other = new Thread(() => elsewhere = Underway.Text);
                other.Start();
                other.Join();
                Assert.Null(elsewhere);
            }

            Assert.Equal("generator G: its forward", Underway.Text);
        }

        Assert.Null(Underway.Text);
    }

    [Fact]
    public void A_network_is_under_way_in_its_forward_and_in_its_gradients_and_not_after_it_threw()
    {
        var seen = new List<string?>();
        using var scope = NewDisposeScope();
        using var d = new DiscriminatorNetwork(new Watched(() => seen.Add(Underway.Text)), CPU);
        var scores = d.Score(ones(2, 3));
        d.Gradients(scores.sum());
        Assert.Throws<NetworkException>(() => d.Score(ones(2, 4)));

        Assert.Equal(["discriminator Watched: its forward", "discriminator Watched: its forward"], seen);
        Assert.Null(Underway.Text);
    }

    private sealed class Watched : nn.Module<Tensor, Tensor>
    {
        private readonly Action _seen;
        private readonly TorchSharp.Modules.Linear _layer = nn.Linear(3, 1);

        internal Watched(Action seen)
            : base(nameof(Watched))
        {
            _seen = seen;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            _seen();
            return _layer.call(x);
        }
    }
}
