using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>Products of matrices of single precision.</summary>
/// <param name="rounds">Whether they round what they are given to bfloat16; sums and results are of single precision still.</param>
internal readonly struct Products(bool rounds)
{
    private readonly bool _rounds = rounds;

    /// <summary>What a product makes of a matrix, for one that several products are made with.</summary>
    public Tensor Rounded(Tensor matrix) => _rounds ? matrix.to(ScalarType.BFloat16) : matrix;

    /// <param name="left">(n, k)</param>
    /// <param name="right">(k, m), rounded or not.</param>
    public Tensor Of(Tensor left, Tensor right) => _rounds ? Round(left, right) : left.mm(right);

    /// <summary>(m) to each row of a product.</summary>
    public Tensor Add(Tensor added, Tensor left, Tensor right) =>
        _rounds ? Round(left, right).add_(added) : added.addmm(left, right, 1, 1);

    private static Tensor Round(Tensor left, Tensor right) =>
        left.to(ScalarType.BFloat16).mm(right.to(ScalarType.BFloat16)).to(ScalarType.Float32);
}
