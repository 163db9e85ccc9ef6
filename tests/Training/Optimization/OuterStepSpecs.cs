using GanCluster.Core.Runs;
using GanCluster.Training.Optimization;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Optimization;

public class OuterStepSpecs
{
    [Fact]
    public void With_one_and_none_the_mean_is_taken_as_it_is()
    {
        float[] mean = [0.1f, 1e-20f, -3];

        Assert.Equal(mean, Taken(new OuterOptions(), mean, [1e10f, 1, 2]));
    }

    /// <summary>Lookahead: w + 0.5 (mean - w).</summary>
    [Fact]
    public void With_a_half_it_ends_half_way() =>
        Assert.Equal([1.5f, -1], Taken(new OuterOptions { Rate = 0.5 }, [2, 2], [1, -4]));

    /// <summary>By hand: d = 1, m = 0.5 x 2 + 1 = 2, w - 0.5 (1 + 0.5 x 2) = 3; the second round d = -1, m = 0.5 x 2 - 1 = 0.</summary>
    [Fact]
    public void Momentum_is_Nesterov_s()
    {
        var outer = new OuterOptions { Rate = 0.5, Momentum = 0.5 };
        using var momentum = zeros(1);
        using var before = tensor([2f]);

        Assert.Equal([3f], Taken(outer, [3], [4], momentum, before));
        Assert.Equal([2f], Values(momentum));
        Assert.Equal([2f], Values(before));
        before.copy_(momentum);
        Assert.Equal([3.5f], Taken(outer, [4], [3], momentum, before));
        Assert.Equal([0f], Values(momentum));
    }

    private static float[] Taken(OuterOptions outer, float[] mean, float[] begun, Tensor? momentum = null, Tensor? before = null)
    {
        using var scope = NewDisposeScope();
        var taken = tensor(mean);
        OuterStep.Take(taken, tensor(begun), momentum, before, outer);
        return Values(taken);
    }

    private static float[] Values(Tensor tensor) => tensor.data<float>().ToArray();
}
