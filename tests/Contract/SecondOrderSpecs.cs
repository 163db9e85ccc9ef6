using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Contract.Tests;

/// <summary>The gradient penalty (R1) needs gradients of gradients, right to the last bit of the chain rule.</summary>
public class SecondOrderSpecs
{
    private const double Step = 1e-5;

    [Fact]
    public void The_penalty_of_a_linear_score_has_its_closed_form()
    {
        using var scope = NewDisposeScope();
        var w = tensor(new[] { 1f, -2f }, requires_grad: true);
        var x = tensor(new[] { 3f, 4f, 5f, 6f }, 2, 2, requires_grad: true);

        var penalty = Penalty(input => input.square().matmul(w), x);
        penalty.backward();

        // d score / dx = 2 w x, so the penalty is 4 sum w^2 x^2 and its derivative 8 w sum x^2.
        Assert.Equal(4 * (34 + (4 * 52)), penalty.item<float>(), 3);
        Values.AreEqual([8 * 34, -16 * 52], w.grad!);
    }

    [Fact]
    public void The_penalty_of_a_small_MLP_agrees_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        var x = Values.WaveOfDoubles([4, 3]).requires_grad_();
        var w1 = Values.WaveOfDoubles([5, 3], 1).requires_grad_();
        var w2 = Values.WaveOfDoubles([1, 5], 2).requires_grad_();

        AgreesWithDifferences(input => F.linear(F.linear(input, w1).tanh(), w2), x, w1, w2);
    }

    [Fact]
    public void The_penalty_of_a_convolutional_net_agrees_with_finite_differences()
    {
        using var scope = NewDisposeScope();
        var x = Values.WaveOfDoubles([2, 1, 6, 6]).requires_grad_();
        var w1 = Values.WaveOfDoubles([3, 1, 3, 3], 1).requires_grad_();
        var w2 = Values.WaveOfDoubles([2, 3, 3, 3], 2).requires_grad_();

        AgreesWithDifferences(
            input => F.conv2d(F.softplus(F.conv2d(input, w1, padding: [1, 1], strides: [2, 2])), w2), x, w1, w2);
    }

    [Fact]
    public void The_penalty_passes_through_leaky_relu_and_transposed_convolution()
    {
        using var scope = NewDisposeScope();
        var x = Values.WaveOfDoubles([1, 2, 3, 3]).requires_grad_();
        var w1 = Values.WaveOfDoubles([2, 2, 4, 4], 1).requires_grad_();
        var w2 = Values.WaveOfDoubles([1, 2, 3, 3], 2).requires_grad_();

        AgreesWithDifferences(
            input => F.conv2d(
                F.leaky_relu(F.conv_transpose2d(input, w1, strides: [2, 2], padding: [1, 1]), 0.2), w2).square(),
            x,
            w1,
            w2);
    }

    private static Tensor Penalty(Func<Tensor, Tensor> score, Tensor x)
    {
        var gradients = autograd.grad(new[] { score(x).sum() }, new[] { x }, retain_graph: true, create_graph: true);
        return gradients[0].square().sum();
    }

    private static void AgreesWithDifferences(Func<Tensor, Tensor> score, Tensor x, params Tensor[] weights)
    {
        var gradients = autograd.grad(new[] { Penalty(score, x) }, weights);
        foreach (var (weight, gradient) in weights.Zip(gradients))
        {
            Assert.True(gradient.norm().item<double>() > 1e-3);
            var values = weight.detach().view(-1).data<double>();
            var computed = gradient.contiguous().view(-1).data<double>();
            for (long i = 0; i < values.Count; i += 3)
            {
                var at = values[i];
                values[i] = at + Step;
                var above = Penalty(score, x).item<double>();
                values[i] = at - Step;
                var below = Penalty(score, x).item<double>();
                values[i] = at;
                var expected = (above - below) / (2 * Step);
                Assert.True(
                    Math.Abs(expected - computed[i]) < 1e-5 * (1 + Math.Abs(expected)), $"{expected} and {computed[i]}");
            }
        }
    }
}
