using System.Collections.Immutable;

namespace GanCluster.Telemetry.Views;

/// <summary>
/// Values by step in a bounded number of points, however long the run. A point is the mean over 2^k steps that begin at a
/// multiple of 2^k, so which points there are follows from the steps and not from when anybody looked; k rises when they become too many.
/// </summary>
/// <param name="columns">Values of a step.</param>
/// <param name="most">Points.</param>
internal sealed class Curve(int columns, int most)
{
    private readonly List<Bucket> _buckets = [];
    private int _width;

    /// <summary>How often points changed that lie behind the newest one: whoever has them has to take all again.</summary>
    internal int Rewritten { get; private set; }

    /// <summary>Of the newest point; -1 before the first.</summary>
    internal long Newest => _buckets.Count == 0 ? -1 : _buckets[^1].Step;

    /// <param name="step">Where the values were reached. What is there from this step on goes.</param>
    /// <param name="weight">Steps that they are the mean of.</param>
    internal void Add(long step, long weight, params ReadOnlySpan<double> values)
    {
        if (step <= Newest)
        {
            Cut(step - 1);
        }

        if (_buckets.Count == 0 || _buckets[^1].Number != step >> _width)
        {
            _buckets.Add(new Bucket(step >> _width, new double[columns]));
        }

        _buckets[^1].Add(step, weight, values);
        while (_buckets.Count > most)
        {
            Halve();
        }
    }

    /// <summary>What is later than the step goes, and the point that it shares with earlier ones.</summary>
    internal void Cut(long step)
    {
        if (_buckets.RemoveAll(bucket => bucket.Step > step) > 0)
        {
            Rewritten++;
        }
    }

    /// <summary>The points that have steps later than this one.</summary>
    internal CurveTail Since(long step)
    {
        var first = _buckets.FindIndex(bucket => ((bucket.Number + 1) << _width) - 1 > step);
        return first < 0
            ? new CurveTail(step, [])
            : new CurveTail((_buckets[first].Number << _width) - 1, [.. _buckets.Skip(first).Select(bucket => bucket.Mean)]);
    }

    private void Halve()
    {
        _width++;
        Rewritten++;
        var halved = _buckets.GroupBy(bucket => bucket.Number >> 1)
            .Select(pair => pair.Aggregate(new Bucket(pair.Key, new double[columns]), (sum, bucket) => sum.Add(bucket)))
            .ToList();
        _buckets.Clear();
        _buckets.AddRange(halved);
    }

    private sealed class Bucket(long number, double[] sums)
    {
        private readonly double[] _sums = sums;
        private long _weight;

        internal long Number => number;

        internal long Step { get; private set; }

        internal CurvePoint Mean => new(Step, [.. _sums.Select(sum => sum / _weight)]);

        internal void Add(long step, long weight, ReadOnlySpan<double> values)
        {
            (Step, _weight) = (step, _weight + weight);
            for (var i = 0; i < values.Length; i++)
            {
                _sums[i] += values[i] * weight;
            }
        }

        internal Bucket Add(Bucket later)
        {
            (Step, _weight) = (later.Step, _weight + later._weight);
            for (var i = 0; i < _sums.Length; i++)
            {
                _sums[i] += later._sums[i];
            }

            return this;
        }
    }
}

/// <param name="Step">The last one that it has a value of.</param>
internal readonly record struct CurvePoint(long Step, ImmutableArray<double> Values);

/// <param name="After">A step: points after it that somebody has are replaced by these.</param>
internal sealed record CurveTail(long After, ImmutableArray<CurvePoint> Points);
