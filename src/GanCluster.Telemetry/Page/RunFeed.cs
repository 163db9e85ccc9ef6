using System.Globalization;
using System.Text.Json;
using GanCluster.Core.Runs;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Page;

/// <summary>A run for whoever asks by HTTP, as JSON.</summary>
/// <param name="past">Null: there are none to compare it with.</param>
/// <param name="takesDrains">Whether its site has a worker's node leave, for whoever has the token.</param>
public sealed class RunFeed(RunView view, SampleAlbum album, IPastRuns? past = null, bool takesDrains = false)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal long Changes => view.Changes;

    internal SeriesPosition Newest => view.Since(new SeriesPosition(long.MaxValue, long.MaxValue)).Newest;

    internal byte[] Run()
    {
        var (run, configuration) = (view.Run, view.Run.Configuration);
        using var canonical = JsonDocument.Parse(RunIdentity.CanonicalJson(configuration));
        var unset = new RunConfiguration { Family = "", Data = "" };
        return Text(new RunAnswer(
            run.Name,
            run.TargetStep,
            RunLength.ImagesPerStep(configuration),
            ScoreScales.Of(configuration).ToString().ToLowerInvariant(),
            canonical.RootElement,
            [.. RunIdentity.Differences(unset, configuration).Select(d => new DifferenceAnswer(d.Key, d.First, d.Second))],
            album.Grid,
            album.Command,
            takesDrains,
            State(view.Now())));
    }

    internal byte[] Series(SeriesPosition since) => Text(Answer(since, view.Since(since).Series));

    internal byte[] PastRuns() => Text(past?.Names ?? []);

    /// <returns>Null: there is no such run.</returns>
    internal byte[]? PastSeries(string name) => past?.Open(name) is { } other
        ? Text(Answer(SeriesPosition.Start, other.Since(SeriesPosition.Start).Series))
        : null;

    /// <summary>The message that takes somebody from a position to the newest one, and that.</summary>
    internal (byte[] Message, SeriesPosition Newest) Change(SeriesPosition since)
    {
        var (series, newest) = view.Since(since);
        return (Text(new ChangeAnswer(State(view.Now()), Answer(since, series))), newest);
    }

    private StateAnswer State(RunPicture now) => new(
        now.At,
        now.Stands,
        now.State is { Ended: true },
        now.State?.FailReason,
        now.State?.Step ?? 0,
        RunLength.ImagesAfter(now.Run.Configuration, now.State?.Step ?? 0),
        now.Last is null ? null : Rounded(now.Rate),
        now.EndsAt,
        now.State?.Course ?? 0,
        now.State?.Faults ?? 0,
        now.State?.Redone ?? 0,
        new HealthAnswer(now.Health.State, now.Health.Reason, now.Health.Step),
        Workers(now),
        now.Times is { } round ? Round(round) : null,
        [.. now.Happenings.Select(h => new HappeningAnswer(h.Number, h.At, NameOf(h.Kind), h.What))],
        album.Steps);

    private static RoundAnswer Round(RoundTime round) => new(
        round.Id.Term,
        round.Id.Round,
        round.Id.Attempt,
        round.Steps.First,
        round.Steps.Count,
        Rounded(round.Duration.TotalSeconds),
        round.Workers,
        [
            .. round.Slowest.Select(time => new WorkerTimeAnswer(
                time.Worker.Value, Rounded(time.Begins.TotalSeconds), Rounded(time.Computes.TotalSeconds))),
        ]);

    private static List<WorkerAnswer> Workers(RunPicture now)
    {
        if (now.State is not { } state)
        {
            return [];
        }

        return
        [
            .. state.Workers.Values.Select(worker =>
            {
                var sight = now.Workers.GetValueOrDefault(worker.Id, WorkerSight.Unknown);
                var ranges = state.Open?.Ranges.GetValueOrDefault(worker.Id) is { IsDefault: false } its ? its : [];
                return new WorkerAnswer(
                    worker.Id.Value,
                    GanClusterInstruments.StateOf(worker, state).ToString().ToLowerInvariant(),
                    worker.LostReason,
                    sight.Machine,
                    sight.Device,
                    string.Join(", ", ranges),
                    (double)ranges.Sum(range => range.Count) / now.Run.Configuration.Replicas,
                    sight.Images,
                    Rounded(worker.SecondsPerReplicaStep),
                    sight.HeardAt,
                    sight.Metrics);
            }),
        ];
    }

    private static SeriesAnswer Answer(SeriesPosition since, SeriesPicture series) => new(
        series.Revision,
        since.Round,
        since.Check,
        RunSeries.Columns,
        Tail(series.Rounds),
        series.Measures.ToDictionary(measure => measure.Key, measure => Tail(measure.Value), StringComparer.Ordinal));

    private static TailAnswer Tail(CurveTail tail) => new(
        tail.After, [.. tail.Points.Select(Values)]);

    private static IReadOnlyList<double?> Values(CurvePoint point) =>
        [point.Step, .. point.Values.Select(value => Rounded(value))];

    private static string NameOf(HappeningKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>Five digits: more than a chart shows. JSON has no NaN.</summary>
    private static double? Rounded(double? value) =>
        value is { } v && double.IsFinite(v) ? double.Parse(v.ToString("G5"), CultureInfo.InvariantCulture) : null;

    private static byte[] Text<T>(T answer) => JsonSerializer.SerializeToUtf8Bytes(answer, Json);
}
