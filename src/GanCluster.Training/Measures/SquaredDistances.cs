using System.Numerics;
using System.Runtime.InteropServices;

namespace GanCluster.Training.Measures;

/// <summary>
/// Squared Euclidean distances as sums of squared differences: 0 for equal rows and the same from either side, to the bit, which
/// |x|^2 + |y|^2 - 2xy is not.
/// </summary>
internal static class SquaredDistances
{
    /// <summary>So many rows share each pass over the other set.</summary>
    private const int Block = 4;

    /// <param name="use">Is given a row's number in <paramref name="from"/> and its distances to all rows of the other
    /// set, valid during the call.</param>
    public static void ForEachRow(SampleMatrix from, SampleMatrix to, Action<int, double[]> use)
    {
        if (from.Size != to.Size)
        {
            throw new ArgumentException($"rows of {from.Size} and of {to.Size} values have no distance");
        }

        double[][] distances = [.. Enumerable.Range(0, Block).Select(_ => new double[to.Count])];
        for (var first = 0; first < from.Count; first += Block)
        {
            var last = from.Count - 1;
            Fill(
                distances,
                from.Row(first),
                from.Row(Math.Min(first + 1, last)),
                from.Row(Math.Min(first + 2, last)),
                from.Row(Math.Min(first + 3, last)),
                to);
            for (var i = first; i < Math.Min(first + Block, from.Count); i++)
            {
                use(i, distances[i - first]);
            }
        }
    }

    /// <summary>Between two rows, over all pairs of different ones.</summary>
    public static double MeanDistance(SampleMatrix samples)
    {
        var sum = 0.0;
        ForEachRow(samples, samples, (i, squares) =>
        {
            for (var j = 0; j < i; j++)
            {
                sum += Math.Sqrt(squares[j]);
            }
        });
        return sum / (samples.Count * (samples.Count - 1.0) / 2);
    }

    private static void Fill(
        double[][] distances,
        ReadOnlySpan<double> row0,
        ReadOnlySpan<double> row1,
        ReadOnlySpan<double> row2,
        ReadOnlySpan<double> row3,
        SampleMatrix to)
    {
        var x0 = Vectors(row0);
        var x1 = Vectors(row1)[..x0.Length];
        var x2 = Vectors(row2)[..x0.Length];
        var x3 = Vectors(row3)[..x0.Length];
        var rest = x0.Length * Vector<double>.Count;
        for (var j = 0; j < to.Count; j++)
        {
            var row = to.Row(j);
            var y = Vectors(row)[..x0.Length];
            var (sum0, sum1, sum2, sum3) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
            for (var i = 0; i < y.Length; i++)
            {
                var (d0, d1, d2, d3) = (x0[i] - y[i], x1[i] - y[i], x2[i] - y[i], x3[i] - y[i]);
                sum0 += d0 * d0;
                sum1 += d1 * d1;
                sum2 += d2 * d2;
                sum3 += d3 * d3;
            }

            distances[0][j] = Vector.Sum(sum0) + Rest(row0, row, rest);
            distances[1][j] = Vector.Sum(sum1) + Rest(row1, row, rest);
            distances[2][j] = Vector.Sum(sum2) + Rest(row2, row, rest);
            distances[3][j] = Vector.Sum(sum3) + Rest(row3, row, rest);
        }
    }

    private static ReadOnlySpan<Vector<double>> Vectors(ReadOnlySpan<double> row) =>
        MemoryMarshal.Cast<double, Vector<double>>(row);

    private static double Rest(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int from)
    {
        var sum = 0.0;
        for (var i = from; i < x.Length; i++)
        {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }

        return sum;
    }
}
