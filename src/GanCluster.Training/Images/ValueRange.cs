using System.Globalization;
using GanCluster.Core;

namespace GanCluster.Training.Images;

/// <summary>The least and the most of a file's values, which are to be in [-1, 1].</summary>
internal sealed class ValueRange
{
    /// <summary>Of [-1, 1]: what rounding may add.</summary>
    private const float Slack = 1e-3f;

    private float _least = float.PositiveInfinity;
    private float _most = float.NegativeInfinity;

    public void Add(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            (_least, _most) = (MathF.Min(_least, value), MathF.Max(_most, value));
        }
    }

    /// <exception cref="UserInputException">Some are out of it, or most likely all are in [0, 1].</exception>
    public void Check(string path)
    {
        // Of a NaN both are NaN. Without anything below 0 the values are most likely in [0, 1], and would be taken for washed out.
        if (!(_least >= -1 - Slack && _most <= 1 + Slack && _least < 0))
        {
            throw new UserInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' has values from {_least:0.###} to {_most:0.###}: save float32 in [-1, 1], or uint8"));
        }
    }
}
