using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Tests.Replicas;

public class UpscalingSpecs
{
    /// <summary>8 images a step: two steps of squared error.</summary>
    private static readonly RunConfiguration Two = Runs.Of("srgan") with { SuperResolution = new() { Pretrain = 0.0016 } };

    [Fact]
    public void D_waits_until_the_phase_changes_and_then_makes_its_first_step()
    {
        Assert.Equal(2, RunLength.PretrainSteps(Two));
        // Without a first moment: by one, the corrections of a first and of a third update would come to the same.
        var configuration = Two with { Optimizer = Two.Optimizer with { Beta1 = 0 } };
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        var start = Snapshots.Of(replica);
        steps.Make(0);
        steps.Make(1);
        Assert.All(steps.DiscriminatorGradients.SelectMany(g => g), value => Assert.Equal(0, value));
        Assert.Equal(start.Where("d.", "opt.d."), Snapshots.OfWorking(replica, 2).Where("d.", "opt.d."));

        var before = Weights(replica);
        steps.Make(2);
        replica.Commit(3);

        // Adam's first update is the learning rate wherever there is a slope; an update that took itself for the third would be
        // two to eight times as small or large.
        var most = before.Zip(Weights(replica), (a, b) => Math.Abs(a - b)).Max();
        Assert.Equal(Two.Optimizer.D, most, Two.Optimizer.D / 50);
    }

    [Fact]
    public void D_is_shown_nothing_beyond_the_range_of_real_images()
    {
        Assert.Equal(Gradient(5), Gradient(50));
        Assert.NotEqual(Gradient(5), Gradient(0));

        float[] Gradient(float bias)
        {
            using var replica = Runs.Replica(Two);
            var start = replica.Snapshot();
            var last = start.Tensors.Last(t => t.Name.StartsWith("g.", StringComparison.Ordinal));
            Assert.Equal(1, last.Values.Length);
            replica.Load(start with { Tensors = start.Tensors.Replace(last, last with { Values = new[] { bias } }) });
            replica.Begin();
            using var gradient = replica.Rent(replica.Lengths.Discriminator);
            replica.DiscriminatorGradient(2, 0, 0, gradient.Memory);
            return gradient.Memory.ToArray();
        }
    }

    [Fact]
    public void Squared_error_alone_is_the_loss_before()
    {
        using var replica = Runs.Replica(Two with { Replicas = 1 });
        using var steps = new ReplicaSteps(replica, Two with { Replicas = 1 });
        steps.Make(0);
        var data = Runs.Data(Two);
        var real = tensor(Training.Evaluation.Discriminator.Take(data, Two.Batch), [Two.Batch, 1, 28, 28]);
        var start = Pyramid.Up(Pyramid.Up(Srgan.Low(real, 4)));
        var statistics = replica.Report(0, 1).Statistics;
        Assert.Equal((start - real).square().mean().item<float>(), statistics.LossG, 1e-6);
        Assert.Equal(0, statistics.LossD);
    }

    [Theory]
    [InlineData("non-saturating")]
    [InlineData("relativistic")]
    public void The_loss_after_is_the_sum_of_three_by_their_weights(string objective)
    {
        var (g, d) = Runs.Family(Two).First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        Nets.Bind(g).add_(0.05f);
        var real = arange(0, 4 * 784, ScalarType.Float32).sin().view(4, 1, 28, 28);
        var fake = g.Make(Srgan.Low(real, 4) * 3, labels: null)[0];
        Assert.True(fake.abs().max().item<float>() > 1);
        var (hiddenX, hiddenY) = (new List<Tensor>(), new List<Tensor>());
        var scoreX = d.Score(real, hiddenX);
        var scoreY = d.Score(fake.clamp(-1, 1), hiddenY);
        Assert.Equal(4, hiddenX.Count);
        var adversarial = objective == "relativistic" ? F.softplus(scoreX - scoreY).mean() : F.softplus(scoreY.neg()).mean();
        var features = hiddenX.Zip(hiddenY, (x, y) => (x - y).abs().mean().item<float>()).Average();
        var pixels = (fake - real).square().mean().item<float>();
        var expected = (2 * pixels) + (0.3 * features) + (0.7 * adversarial.item<float>());

        var made = Loss(new() { Pretrain = 0.0016, Pixel = 2, Feature = 0.3, Adversarial = 0.7 }, 2);
        Assert.Equal(expected, Tensors.Number(made.Loss), 1e-5);
        Assert.Equal(g.Leaves.Count, made.Gradients.Count);
        Assert.Equal(pixels, Tensors.Number(Loss(new() { Pretrain = 0.0016, Pixel = 2 }, 1).Loss), 1e-5);

        (IList<Tensor> Gradients, Tensor Loss) Loss(SuperResolutionOptions weights, long step) =>
            new UpscalingGradients(Two with { SuperResolution = weights, Objective = objective })
                .Generator(step, g, d, real, g.Make(Srgan.Low(real, 4) * 3, labels: null)[0]);
    }

    private static float[] Weights(GanReplica replica) =>
        [.. replica.Snapshot().Tensors.Where(t => t.Name.StartsWith("d.", StringComparison.Ordinal))
            .SelectMany(t => t.Values.ToArray())];
}
