using GanCluster.Training.Objectives;
using static GanCluster.Training.Tests.Tensors;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>Penalties on D's slopes need gradients of gradients, through every kind of layer.</summary>
public class SecondOrderSpecs
{
    private const double Step = 1e-5;

    public static TheoryData<string> Nets => [.. Scores.Keys];

    /// <summary>From x, (2, 2, 6, 6) in double precision, by two weights.</summary>
    private static Dictionary<string, (Func<Tensor, Tensor, Tensor, Tensor> Score, long[] First, long[] Second)> Scores { get; } =
        new()
        {
            ["linear and tanh"] = ((x, v, w) => F.linear((F.linear(x.flatten(1), v) / 20).tanh(), w), [5, 72], [1, 5]),
            ["strided convolution and softplus"] = (
                (x, v, w) => F.conv2d(F.softplus(F.conv2d(x, v, strides: [2, 2], padding: [1, 1])), w),
                [3, 2, 3, 3], [2, 3, 3, 3]),
            ["transposed convolution and leaky units"] = (
                (x, v, w) => F.conv2d(F.leaky_relu(F.conv_transpose2d(x, v, strides: [2, 2], padding: [1, 1]), 0.2), w).square(),
                [2, 2, 4, 4], [1, 2, 3, 3]),
            ["batch norm"] = (
                (x, v, w) => F.conv2d(
                    F.batch_norm(F.conv2d(x, v), null, null, training: true).square(), w), [3, 2, 3, 3], [1, 3, 3, 3]),
            ["pooling and bilinear enlargement"] = (
                (x, v, w) => F.conv2d(
                    F.interpolate(
                        F.avg_pool2d(F.conv2d(x, v).square(), [2, 2]), scale_factor: [2, 2],
                        mode: InterpolationMode.Bilinear, align_corners: false).square(),
                    w),
                [3, 2, 3, 3], [1, 3, 3, 3]),
        };

    [Fact]
    public void The_penalty_of_a_score_of_squares_has_its_closed_form()
    {
        using var scope = NewDisposeScope();
        var w = tensor([1f, -2f]).requires_grad_();
        var x = tensor([3f, 4f, 5f, 6f], 2, 2).requires_grad_();

        var penalty = SlopePenalties.SquaredSlopes(x.square().mv(w), x).sum();

        // d score / dx = 2 w x, so the penalty is 4 sum w^2 x^2 and its derivative 8 w sum x^2.
        Assert.Equal(4 * (34 + (4 * 52)), penalty.item<float>(), 3);
        Assert.Equal([8 * 34, -16 * 52], Floats(autograd.grad([penalty], [w])[0]));
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void The_gradient_of_the_penalty_agrees_with_finite_differences(string name)
    {
        using var scope = NewDisposeScope();
        var (score, first, second) = Scores[name];
        var x = WaveOfDoubles([2, 2, 6, 6]).requires_grad_();
        Tensor[] weights = [WaveOfDoubles(first, 1).requires_grad_(), WaveOfDoubles(second, 2).requires_grad_()];

        var gradients = autograd.grad([Penalty()], weights);

        foreach (var (weight, gradient) in weights.Zip(gradients))
        {
            Assert.True(gradient.norm().item<double>() > 1e-3);
            var values = weight.detach().view(-1).data<double>();
            var computed = gradient.contiguous().view(-1).data<double>();
            for (long i = 0; i < values.Count; i += 3)
            {
                var at = values[i];
                values[i] = at + Step;
                var above = Penalty().item<double>();
                values[i] = at - Step;
                var below = Penalty().item<double>();
                values[i] = at;
                var expected = (above - below) / (2 * Step);
                Assert.Equal(expected, computed[i], 1e-4 * (1 + Math.Abs(expected)));
            }
        }

        Tensor Penalty()
        {
            var scores = score(x, weights[0], weights[1]).flatten(1).sum(1);
            return SlopePenalties.SquaredSlopes(scores, x).sum();
        }
    }
}
