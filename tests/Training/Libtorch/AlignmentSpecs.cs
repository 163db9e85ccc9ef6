using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Tests.Libtorch;

/// <summary>Bits must not depend on where an operand lies: a tensor of a program's numbers lies where .NET put them.</summary>
public class AlignmentSpecs
{
    /// <summary>Without a branch for reproducibility MKL adds in another order for each place within 16 bytes.</summary>
    [Theory]
    [InlineData(8, 2880, 8)]
    [InlineData(8, 8, 1)]
    [InlineData(64, 128, 2)]
    [InlineData(64, 128, 128)]
    public void A_linear_layer_has_the_same_bits_wherever_its_operands_lie(int rows, int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        var (x, weight, gradient) = (Values(rows, inputs), Values(outputs, inputs), Values(rows, outputs));
        var made = Enumerable.Range(0, 17)
            .Select(at => Linear(At(x, at), At(weight, (at * 3) % 16), At(gradient, (at * 7) % 16))).ToList();

        Assert.Contains(made[0], value => value != 0);
        Assert.All(made, values => Assert.Equal(made[0], values));
    }

    private static float[] Linear(Tensor x, Tensor weight, Tensor gradient) =>
        [.. F.linear(x, weight).data<float>(), .. gradient.mm(weight).data<float>(), .. gradient.t().mm(x).data<float>()];

    private static Tensor Values(int rows, int columns) =>
        (arange(rows * columns, ScalarType.Float32) * 1.7f).sin().reshape(rows, columns);

    /// <param name="at">In values from where memory begins.</param>
    private static Tensor At(Tensor values, int at)
    {
        var placed = zeros(values.numel() + 32).narrow(0, at, values.numel()).view(values.shape);
        return placed.copy_(values);
    }
}
