using static TorchSharp.torch;

namespace GanCluster.Contract.Tests;

public class ArithmeticSpecs
{
    [Fact]
    public void Tensors_and_numbers_combine_on_either_side()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1f, 2f, 4f });
        var b = tensor(new[] { 2f, 3f, 5f });

        Values.AreEqual([3, 5, 9], a + b);
        Values.AreEqual([-1, -1, -1], a - b);
        Values.AreEqual([2, 6, 20], a * b);
        Values.AreEqual([2, 1.5f, 1.25f], b / a);
        Values.AreEqual([3, 4, 6], a + 2);
        Values.AreEqual([1, 0, -2], 2 - a);
        Values.AreEqual([0.5f, 1, 2], 0.5f * a);
        Values.AreEqual([4, 2, 1], 4.0 / a);
        Values.AreEqual([5, 8, 14], a.add(b, 2));
        Values.AreEqual([-1, -2, -4], a.neg());
        Values.AreEqual([0, 0, 1], b.div(2, RoundingMode.trunc).sub(1));
    }

    [Fact]
    public void Functions_of_one_tensor_have_their_textbook_values()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 0.25f, 1f, 4f });

        Values.AreEqual([0.0625f, 1, 16], x.square());
        Values.AreEqual([0.015625f, 1, 64], x.pow(3));
        Values.AreEqual([0.5f, 1, 2], x.sqrt());
        Values.AreEqual([2, 1, 0.5f], x.rsqrt());
        Values.AreEqual([MathF.Exp(0.25f), MathF.E, MathF.Exp(4)], x.exp());
        Values.AreEqual([MathF.Log(0.25f), 0, MathF.Log(4)], x.log());
        Values.AreEqual([MathF.Sin(0.25f), MathF.Sin(1), MathF.Sin(4)], x.sin());
        Values.AreEqual([MathF.Cos(0.25f), MathF.Cos(1), MathF.Cos(4)], x.cos());
        Values.AreEqual([MathF.Tanh(0.25f), MathF.Tanh(1), MathF.Tanh(4)], x.tanh());
        Values.AreEqual([1 / (1 + MathF.Exp(-0.25f)), 1 / (1 + MathF.Exp(-1)), 1 / (1 + MathF.Exp(-4))], x.sigmoid());
        Values.AreEqual([0, 0, 3], (x - 1).relu());
        Values.AreEqual([0.75f, 0, 3], (x - 1).abs());
        Values.AreEqual([0.5f, 1, 2], x.clamp(0.5f, 2f));
        Values.AreEqual([0.5f, 1, 4], x.clamp(min: 0.5f));
        Values.AreEqual([0, 1, 4], x.round());
    }

    [Fact]
    public void Reductions_run_over_all_or_over_the_dimensions_named()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f, 4f, 6f, 8f }, [2L, 3L]);

        Assert.Equal(24f, x.sum().item<float>());
        Assert.Equal(4f, x.mean().item<float>());
        Values.AreEqual([6, 18], x.sum(1));
        Assert.Equal(new long[] { 2, 1 }, x.sum(1, keepdim: true).shape);
        Values.AreEqual([2.5f, 4, 5.5f], x.mean(new long[] { 0 }));
        Values.AreEqual([2f / 3, 8f / 3], x.var(new long[] { 1 }, unbiased: false));
        Values.AreEqual([1, 4], x.var(1));
        Assert.Equal(8f, x.max().item<float>());
        Assert.Equal(1f, x.min().item<float>());
        Values.AreEqual([3, 8], x.amax(1));
        Values.AreEqual([1, 2, 3], x.amin(0));
        Values.AreEqual([3, 8], x.max(1).values);
        Assert.Equal(new long[] { 2, 2 }, x.argmax(1).data<long>().ToArray());
        Assert.Equal(0, x.argmin().item<long>());
        Assert.Equal(MathF.Sqrt(130), x.norm().item<float>(), 4);
    }

    [Fact]
    public void Comparisons_give_truth_values_that_choose()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1f, 2f, 3f });
        var y = tensor(new[] { 3f, 2f, 1f });

        Assert.Equal(new[] { false, true, false }, x.eq(y).data<bool>().ToArray());
        Assert.Equal(new[] { true, false, false }, x.lt(y).data<bool>().ToArray());
        Assert.Equal(new[] { false, true, true }, x.ge(2).data<bool>().ToArray());
        Assert.Equal(new[] { false, false, true }, x.gt(2).data<bool>().ToArray());
        Assert.Equal(new[] { true, true, false }, x.le(2).data<bool>().ToArray());
        Values.AreEqual([1, 2, 1], where(x.lt(y), x, y));
        var odd = tensor(new[] { 1f, float.NaN, float.PositiveInfinity });
        Assert.Equal(new[] { true, false, false }, isfinite(odd).data<bool>().ToArray());
    }

    [Fact]
    public void Matrices_multiply()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 1f, 2f, 3f, 4f }, 2, 2);
        var b = tensor(new[] { 5f, 6f, 7f, 8f }, 2, 2);

        Values.AreEqual([19, 22, 43, 50], a.matmul(b));
        Values.AreEqual([19, 22, 43, 50], a.mm(b));
        Values.AreEqual([26, 30, 38, 44], a.transpose(0, 1).matmul(b));
    }

    [Fact]
    public void In_place_operations_change_the_tensor_itself()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 4f, 9f });
        var one = ones(2);

        Assert.Same(x, x.add_(one, 2));
        Values.AreEqual([6, 11], x);
        Values.AreEqual([5, 10], x.sub_(1));
        Values.AreEqual([4, 9], x.sub_(one));
        Values.AreEqual([2, 3], x.sqrt_());
        Values.AreEqual([4, 6], x.mul_(2));
        Values.AreEqual([1, 1.5f], x.div_(4));
        Values.AreEqual([-1, -1.5f], x.neg_());
        Values.AreEqual([-1, -1.25f], x.clamp_(min: -1.25f));
        Values.AreEqual([7, 7], x.fill_(7));
        Values.AreEqual([1, 1], x.copy_(one));
        Values.AreEqual([0, 0], x.zero_());
    }

    [Fact]
    public void The_updates_of_Adam_and_of_an_average_have_their_formulas_values()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new[] { 2f, 4f });
        var b = tensor(new[] { 10f, 20f });

        Values.AreEqual([2 + (0.25f * 8), 4 + (0.25f * 16)], a.clone().lerp_(b, tensor(0.25f)));
        Values.AreEqual([2 + (0.5f * 10 * 2), 4 + (0.5f * 20 * 4)], a.addcmul(b, a, 0.5f));
        Values.AreEqual([2 + (0.5f * 20), 4 + (0.5f * 80)], a.clone().addcmul_(b, a, 0.5f));
        Values.AreEqual([2 - (0.1f * 5), 4 - (0.1f * 5)], a.clone().addcdiv_(b, a, -0.1f));
    }

    [Fact]
    public void Types_convert()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 1.00390625f, 2.75f });

        Assert.Equal(new long[] { 1, 2 }, x.to(int64).data<long>().ToArray());
        Assert.Equal(bfloat16, x.to(bfloat16).dtype);
        Assert.Equal(2, x.to(bfloat16).element_size());
        Values.AreEqual([1, 2.75f], x.to(bfloat16).to(float32), 0);
        Assert.Equal(float64, x.to(float64).dtype);
    }
}
