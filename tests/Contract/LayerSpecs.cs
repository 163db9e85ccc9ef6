using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Contract.Tests;

public class LayerSpecs
{
    [Fact]
    public void Linear_multiplies_by_the_transposed_weights()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f }, 1, 2);
        var w = tensor(new[] { 1f, 1f, 0f, 3f, -1f, 0f }, 3, 2);

        Values.AreEqual([3, 6, -1], F.linear(x, w));
        Values.AreEqual([13, 26, 29], F.linear(x, w, tensor(new[] { 10f, 20f, 30f })));
    }

    [Fact]
    public void A_convolution_correlates()
    {
        using var scope = NewDisposeScope();
        var x = arange(9, dtype: float32).view(1, 1, 3, 3);
        var w = tensor(new[] { 1f, 0f, 0f, 2f }, 1, 1, 2, 2);

        Values.AreEqual([0 + 8, 1 + 10, 3 + 14, 4 + 16], F.conv2d(x, w));
        Values.AreEqual([0.5f + 8, 11.5f, 17.5f, 20.5f], F.conv2d(x, w, tensor(new[] { 0.5f })));
        Assert.Equal(new long[] { 1, 1, 2, 2 }, F.conv2d(x, w, strides: [2, 2], padding: [1, 1]).shape);
        Assert.Equal(new long[] { 1, 4, 2, 2 }, F.conv2d(x.expand(1, 2, 3, 3), ones(4, 1, 2, 2), groups: 2).shape);
    }

    [Fact]
    public void A_transposed_convolution_spreads()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f, 4f }, 1, 1, 2, 2);
        var w = tensor(new[] { 1f, 10f, 100f, 1000f }, 1, 1, 2, 2);

        Values.AreEqual(
            [1, 10, 2, 20, 100, 1000, 200, 2000, 3, 30, 4, 40, 300, 3000, 400, 4000],
            F.conv_transpose2d(x, w, strides: [2, 2]));
        Assert.Equal(
            new long[] { 3, 5, 8, 8 },
            F.conv_transpose2d(ones(3, 2, 4, 4), ones(2, 5, 4, 4), strides: [2, 2], padding: [1, 1]).shape);
    }

    [Fact]
    public void Channels_last_memory_changes_no_result()
    {
        using var scope = NewDisposeScope();
        var x = Values.Wave([2, 3, 8, 8]);
        var w = Values.Wave([4, 3, 3, 3], 1);

        var strided = F.conv2d(ChannelsLast(x), ChannelsLast(w), padding: [1, 1]);

        Assert.Equal(new long[] { 192, 1, 24, 3 }, ChannelsLast(x).stride());
        Assert.Equal(new long[] { 2, 4, 8, 8 }, strided.shape);
        Values.AreEqual(Values.Of(F.conv2d(x, w, padding: [1, 1])), strided, 1e-4f);
    }

    [Fact]
    public void Batch_norm_in_training_uses_the_batchs_own_statistics()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 3f, 10f, 30f }, 2, 2).transpose(0, 1).contiguous();

        var normalized = F.batch_norm(
            x, null, null, tensor(new[] { 1f, 2f }), tensor(new[] { 0f, 5f }), training: true, eps: 0);

        Values.AreEqual([-1, 3, 1, 7], normalized);
    }

    [Fact]
    public void Batch_norm_otherwise_uses_the_statistics_given()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 10f, 3f, 30f }, 2, 2);
        var mean = tensor(new[] { 1f, 10f });
        var variance = tensor(new[] { 4f, 100f });

        Values.AreEqual([0, 0, 1, 2], F.batch_norm(x, mean, variance, eps: 0));
    }

    [Fact]
    public void Activations_have_their_formulas_values()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { -2f, 0f, 3f });

        Values.AreEqual([0, 0, 3], F.relu(x));
        Values.AreEqual([-0.4f, 0, 3], F.leaky_relu(x, 0.2));
        Values.AreEqual([MathF.Tanh(-2), 0, MathF.Tanh(3)], F.tanh(x));
        Values.AreEqual([1 / (1 + MathF.Exp(2)), 0.5f, 1 / (1 + MathF.Exp(-3))], F.sigmoid(x));
        Values.AreEqual([Softplus(-2), Softplus(0), Softplus(3)], F.softplus(x));
    }

    [Fact]
    public void Losses_have_their_formulas_values()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { -1f, 2f });
        var target = tensor(new[] { 0f, 1f });
        var each = new[] { Softplus(-1), Softplus(-2) };

        Values.AreEqual(each, F.binary_cross_entropy_with_logits(logits, target, reduction: nn.Reduction.None));
        Values.AreEqual([(each[0] + each[1]) / 2], F.binary_cross_entropy_with_logits(logits, target));
        Values.AreEqual([1], F.mse_loss(logits, target));
        Values.AreEqual([2], F.mse_loss(logits, target, nn.Reduction.Sum));
    }

    [Fact]
    public void Images_are_resized_pooled_and_padded()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 3f, 5f, 7f }, 1, 1, 2, 2);

        Values.AreEqual(
            [1, 1, 3, 3, 1, 1, 3, 3, 5, 5, 7, 7, 5, 5, 7, 7],
            F.interpolate(x, scale_factor: [2, 2], mode: InterpolationMode.Nearest));
        Values.AreEqual(
            [1, 1.5f, 2.5f, 3, 2, 2.5f, 3.5f, 4, 4, 4.5f, 5.5f, 6, 5, 5.5f, 6.5f, 7],
            F.interpolate(x, size: [4, 4], mode: InterpolationMode.Bilinear, align_corners: false));
        Values.AreEqual([4], F.avg_pool2d(x, [2, 2]));
        Values.AreEqual([4], F.avg_pool2d(x, 2));
        Values.AreEqual([7], F.max_pool2d(x, [2, 2]));
        Values.AreEqual([9, 1, 3, 9, 5, 7], F.pad(x, [1, 0, 0, 0], value: 9));
        Assert.Equal(new long[] { 1, 1, 4, 4 }, F.pad(x, (1, 1, 1, 1)).shape);
    }

    private static Tensor ChannelsLast(Tensor x) => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private static float Softplus(float x) => MathF.Log(1 + MathF.Exp(x));
}
