using static TorchSharp.torch;

namespace GanCluster.Training.Measures;

/// <summary>
/// Classes by features as they are: a linear map to one value a class, fitted by least squares to 1 for the class that a sample has
/// and 0 for the others, with a small penalty on the weights. It is fitted in a moment, and tells what most samples are of; what
/// single ones are a trained classifier tells better.
/// </summary>
internal sealed class LinearClassifier
{
    /// <summary>Of the features' mean square.</summary>
    private const double Penalty = 1e-3;

    /// <summary>Of samples that are all alike nothing can be told, and the equations have a solution still.</summary>
    private const double LeastPenalty = 1e-12;

    /// <summary>(features + 1, classes), one row after the other; the last row is added as it is.</summary>
    private readonly double[] _weights;

    private readonly int _classes;

    private LinearClassifier(double[] weights, int classes) => (_weights, _classes) = (weights, classes);

    internal IReadOnlyList<double> Weights => _weights;

    /// <param name="labels">A class from 0 for each sample.</param>
    public static LinearClassifier Fit(SampleMatrix samples, IReadOnlyList<int> labels, int classes)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var x = tensor(samples.Values, [samples.Count, samples.Size]);
        var y = new double[samples.Count * classes];
        for (var i = 0; i < samples.Count; i++)
        {
            y[(i * classes) + labels[i]] = 1;
        }

        var target = tensor(y, [samples.Count, classes]);
        var (mean, usual) = (x.mean([0]), target.mean([0]));
        var centred = x - mean;
        var square = centred.t().matmul(centred);
        var penalty = eye(samples.Size, dtype: ScalarType.Float64) * ((Penalty * square.trace() / samples.Size) + LeastPenalty);
        var slopes = linalg.solve(square + penalty, centred.t().matmul(target - usual));
        var offset = usual - mean.matmul(slopes);
        return new LinearClassifier(cat([slopes, offset.unsqueeze(0)]).data<double>().ToArray(), classes);
    }

    /// <returns>The class of each sample.</returns>
    public int[] Classify(SampleMatrix samples)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var weights = tensor(_weights, [samples.Size + 1, _classes]);
        var values = tensor(samples.Values, [samples.Count, samples.Size]).matmul(weights[..samples.Size]) + weights[samples.Size];
        return [.. values.argmax(1).data<long>().ToArray().Select(label => (int)label)];
    }
}
