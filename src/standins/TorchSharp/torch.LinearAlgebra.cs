namespace TorchSharp;

public static partial class torch
{
    public static class linalg
    {
        private static readonly Operator Eigh = new("linalg_eigh");
        private static readonly Operator EigenvaluesOfSymmetric = new("linalg_eigvalsh");

        /// <summary>Eigenvalues in ascending order, and the eigenvectors as columns, of a symmetric matrix.</summary>
        /// <param name="UPLO">The triangle that is read: <c>L</c> or <c>U</c>.</param>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO) => Eigh.CallForTwo(input, UPLO.ToString());

        /// <inheritdoc cref="eigh"/>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => EigenvaluesOfSymmetric.Call(input, UPLO.ToString());
    }
}
