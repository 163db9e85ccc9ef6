using static TorchSharp.torch;

namespace GanCluster.Contract.Tests;

public class LinearAlgebraSpecs
{
    /// <summary>((2, 1), (1, 2)) has the eigenvalues 1 and 3; the other triangle is not read.</summary>
    [Theory]
    [InlineData('L', new double[] { 2, 99, 1, 2 })]
    [InlineData('U', new double[] { 2, 1, 99, 2 })]
    public void Eigenvalues_of_a_symmetric_matrix_ascend_and_come_with_their_vectors(char triangle, double[] matrix)
    {
        using var scope = NewDisposeScope();
        var a = tensor(matrix, [2, 2]);

        var (values, vectors) = linalg.eigh(a, triangle);

        AreEqual([1, 3], values);
        AreEqual([1, 3], linalg.eigvalsh(a, triangle));
        AreEqual([2, 1, 1, 2], (vectors * values).matmul(vectors.t()).contiguous());
    }

    private static void AreEqual(double[] expected, Tensor actual) =>
        Assert.Equal(expected, actual.data<double>().ToArray(), (x, y) => Math.Abs(x - y) < 1e-12);
}
