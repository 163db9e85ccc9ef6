using System.Collections.Immutable;
using GanCluster.Core.Rounds;

namespace GanCluster.Telemetry.Views;

/// <summary>What a run's charts show: a curve of its rounds, and one for each measure of its checks.</summary>
/// <param name="imagesPerStep">Real images.</param>
internal sealed class RunSeries(long imagesPerStep)
{
    /// <summary>Of a point of the rounds.</summary>
    internal static readonly ImmutableArray<string> Columns =
        ["loss_d", "loss_g", "score_real", "score_fake", "images_per_s", "rate_d", "rate_g", "norm_d", "norm_g"];

    private const int MostPoints = 1000;
    private const int MostChecks = 500;
    private const int MostMeasures = 64;
    private const int Speed = 4;
    private readonly Curve _rounds = new(Columns.Length, MostPoints);
    private readonly SortedDictionary<string, Curve> _measures = new(StringComparer.Ordinal);
    private int _cuts;

    /// <summary>Another one means that points changed which lie behind the newest: all are to be taken again.</summary>
    internal int Revision => _cuts + _rounds.Rewritten + _measures.Values.Sum(curve => curve.Rewritten);

    internal SeriesPosition Newest =>
        new(_rounds.Newest, _measures.Values.Select(curve => curve.Newest).DefaultIfEmpty(-1).Max());

    /// <param name="seconds">That the steps took.</param>
    internal void AddRound(RoundPoint round, double seconds) => _rounds.Add(
        round.Steps.End, round.Steps.Count, round.Mean.LossD, round.Mean.LossG, round.Mean.ScoreReal, round.Mean.ScoreFake,
        seconds / round.Steps.Count, round.Rates.D, round.Rates.G, round.Mean.NormD, round.Mean.NormG);

    internal void AddMeasure(long step, string name, double value)
    {
        if (!_measures.TryGetValue(name, out var curve))
        {
            if (_measures.Count == MostMeasures)
            {
                return;
            }

            _measures[name] = curve = new Curve(1, MostChecks);
        }

        curve.Add(step, 1, value);
    }

    /// <summary>What is later than the step is void.</summary>
    internal void Cut(long step)
    {
        _cuts++;
        _rounds.Cut(step);
        foreach (var curve in _measures.Values)
        {
            curve.Cut(step);
        }
    }

    internal SeriesPicture Since(SeriesPosition position)
    {
        var rounds = _rounds.Since(position.Round);
        return new SeriesPicture(
            Revision,
            rounds with { Points = [.. rounds.Points.Select(InImages)] },
            _measures.Select(measure => (measure.Key, Tail: measure.Value.Since(position.Check)))
                .Where(measure => !measure.Tail.Points.IsEmpty)
                .ToImmutableSortedDictionary(measure => measure.Key, measure => measure.Tail, StringComparer.Ordinal));
    }

    // The mean of seconds, and not of speeds, is what many steps took.
    private CurvePoint InImages(CurvePoint point) =>
        point with { Values = point.Values.SetItem(Speed, imagesPerStep / point.Values[Speed]) };
}

/// <summary>A round, as the charts show it.</summary>
/// <param name="Rates">Of its first step.</param>
internal readonly record struct RoundPoint(StepSpan Steps, ReplicaStatistics Mean, LearningRates Rates);

/// <summary>How much of the series somebody has: the newest step of the rounds and of the checks.</summary>
internal readonly record struct SeriesPosition(long Round, long Check)
{
    internal static readonly SeriesPosition Start = new(-1, -1);
}

/// <param name="Measures">Those that have points.</param>
internal sealed record SeriesPicture(int Revision, CurveTail Rounds, ImmutableSortedDictionary<string, CurveTail> Measures);
