using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Objectives;

public class PenaltySpecs
{
    private static readonly Tensor Real = Wave(0.3, 8, 2);
    private static readonly Tensor Fake = Wave(1.1, 8, 2);

    public static TheoryData<double, double> Gammas => new() { { 3, 0 }, { 0, 5 }, { 3, 5 } };

    [Theory]
    [MemberData(nameof(Gammas))]
    public void A_linear_discriminator_pays_half_gamma_times_its_squared_slope(double r1, double r2)
    {
        using var d = Nets.D(First().Linear(2, 1));
        var (free, _) = Discriminate(d, 0, 0);
        var (loss, gradient) = Discriminate(d, r1, r2);
        var w = Values(d.Leaves[0]);

        Assert.Equal((r1 + r2) / 2 * ((w[0] * w[0]) + (w[1] * w[1])), loss - free, 1e-5);
        var without = Discriminate(d, 0, 0).Gradient;
        Assert.Equal((r1 + r2) * w[0], gradient[0] - without[0], 1e-5);
        Assert.Equal((r1 + r2) * w[1], gradient[1] - without[1], 1e-5);
        Assert.Equal(0, gradient[2] - without[2], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Gammas))]
    public void The_gradient_with_penalties_is_the_slope_of_the_loss_by_finite_differences(double r1, double r2)
    {
        const float Step = 1e-2f;
        using var d = Plain();
        var gradient = Discriminate(d, r1, r2).Gradient;
        var values = Nets.Values(d);
        for (var i = 0; i < values.Length; i++)
        {
            var above = LossAt(d, values, i, Step, r1, r2);
            var below = LossAt(d, values, i, -Step, r1, r2);
            Assert.Equal((above - below) / (2 * Step), gradient[i], 2e-3);
        }
    }

    [Theory]
    [InlineData(false, 3, 0)]
    [InlineData(false, 0, 5)]
    [InlineData(false, 3, 5)]
    [InlineData(true, 3, 0)]
    [InlineData(true, 0, 5)]
    [InlineData(true, 3, 5)]
    [InlineData(true, 0, 0)]
    public void Both_halves_are_scored_as_if_apart(bool normalized, double r1, double r2)
    {
        using var d = normalized ? Normalized() : Plain();
        var (loss, gradient) = Discriminate(d, r1, r2);
        var (expectedLoss, expected) = Apart(d, r1, r2);
        Assert.Equal(expectedLoss, loss, 1e-5);
        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void The_schedules_factor_scales_both_gammas()
    {
        using var d = Plain();
        var (loss, gradient) = Discriminate(d, 6, 10, factor: 0.5);
        var (expectedLoss, expected) = Discriminate(d, 3, 5);
        Assert.Equal(expectedLoss, loss, 1e-6);
        Assert.All(expected.Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private static (double Loss, float[] Gradient) Discriminate(DiscriminatorNetwork d, double r1, double r2, double factor = 1)
    {
        var made = new AdversarialGradients(Configuration(r1, r2)).Discriminator(d, [new Shown(Real, Fake)], factor);
        return (Tensors.Number(made.Loss), [.. made.Gradients.SelectMany(Values)]);
    }

    /// <summary>The same loss, written down as the papers have it: one pass for each half.</summary>
    private static (double Loss, float[] Gradient) Apart(DiscriminatorNetwork d, double r1, double r2)
    {
        var (x, y) = (Real.detach().requires_grad_(), Fake.detach().requires_grad_());
        var scoreX = d.Score(x);
        var scoreY = d.Score(y);
        var slopesX = autograd.grad([scoreX.sum()], [x], retain_graph: true, create_graph: true)[0];
        var slopesY = autograd.grad([scoreY.sum()], [y], retain_graph: true, create_graph: true)[0];
        var loss = new NonSaturating().DiscriminatorLoss(scoreX, scoreY)
            + (slopesX.square().sum() * (r1 / 2 / 8)) + (slopesY.square().sum() * (r2 / 2 / 8));
        var gradients = autograd.grad([loss], [.. d.Leaves]);
        return (loss.item<float>(), [.. gradients.SelectMany(Values)]);
    }

    private static double LossAt(DiscriminatorNetwork d, double[] values, int i, float by, double r1, double r2)
    {
        var moved = values.ToArray();
        moved[i] += by;
        Nets.Set(d, moved);
        var loss = Discriminate(d, r1, r2).Loss;
        Nets.Set(d, values);
        return loss;
    }

    private static FirstWeights First() => new(seed: 3, network: 1);

    private static DiscriminatorNetwork Plain()
    {
        var first = First();
        return Nets.D(first.Linear(2, 6), nn.Tanh(), first.Linear(6, 1));
    }

    private static DiscriminatorNetwork Normalized()
    {
        var first = First();
        return Nets.D(first.Linear(2, 6), nn.BatchNorm1d(6), nn.Tanh(), first.Linear(6, 1));
    }

    private static RunConfiguration Configuration(double r1, double r2) =>
        Runs.Mixture with { Objective = "non-saturating", Penalties = new PenaltyOptions { R1 = r1, R2 = r2 } };

    private static float[] Values(Tensor t) => t.detach().data<float>().ToArray();

    private static Tensor Wave(double phase, int rows, int columns) =>
        tensor(Enumerable.Range(0, rows * columns).Select(i => (float)Math.Sin((1.7 * i) + phase)).ToArray(), rows, columns);
}
