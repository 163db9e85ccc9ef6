using System.Globalization;
using System.Net;
using System.Text;
using GanCluster.Core.Health;
using GanCluster.Core.Runs;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Page;

/// <summary>
/// The coordinator's page. What it says by itself is enough without a script, and reloads: where the run stands, its losses, its
/// workers, its newest samples. A script puts the live page in its place.
/// </summary>
/// <param name="past">What it can be compared with; null: nothing.</param>
/// <param name="control">What may be done to the run; null: nothing.</param>
public sealed class RunPage(RunView view, SampleAlbum album, IPastRuns? past = null, RunControl? control = null) : INodePage
{
    private const int MostFaults = 5;

    public RunFeed Feed { get; } = new(view, album, past, takesDrains: control is not null);

    public RunControl? Control => control;

    public string? Sample(long step) => album.File(step);

    public string Html()
    {
        var now = view.Now();
        var body = new StringBuilder();
        body.Append(CultureInfo.InvariantCulture, $"<h1>{Text(now.Run.Name)} <small>{Text(now.Stands)}</small></h1>");
        body.Append(Figures(now));
        body.Append(Health(now.Health, now.State?.Course ?? 0));
        var rounds = view.Since(SeriesPosition.Start).Series.Rounds.Points;
        body.Append("<section><h2>Losses</h2>").Append(LossChart.Svg(rounds)).Append("</section>");
        body.Append(Workers(now));
        body.Append(Samples());
        body.Append(Faults(now));
        return Frame.Around(now.Run.Name, body.ToString(), refreshes: now.State is not { Ended: true }, Assets.Live);
    }

    private static string Figures(RunPicture now)
    {
        var configuration = now.Run.Configuration;
        var step = now.State?.Step ?? 0;
        var figures = new List<(string Name, string Value)>
        {
            ("step", $"{step:N0} of {now.Run.TargetStep:N0}"),
            ("images", $"{RunLength.ImagesAfter(configuration, step):N0}"),
        };
        if (now.Last is { } last)
        {
            var mean = last.Statistics;
            var scale = ScoreScales.Of(configuration) == ScoreScale.Probability ? "" : ", raw";
            figures.AddRange(
            [
                ("images/s", $"{now.Rate:N0}"),
                ("loss D", $"{mean.LossD:0.000}"),
                ("loss G", $"{mean.LossG:0.000}"),
                ("D(x)" + scale, $"{mean.ScoreReal:0.00}"),
                ("D(G(z))" + scale, $"{mean.ScoreFake:0.00}"),
            ]);
        }

        figures.Add(("faults", $"{now.State?.Faults ?? 0}"));
        figures.Add(("seed", configuration.Seed.ToString(CultureInfo.InvariantCulture)));
        figures.Add(("sync", configuration.Sync.ToString().ToLowerInvariant()));
        var items = figures.Select(f => $"<div><dt>{Text(f.Name)}</dt><dd>{Text(f.Value)}</dd></div>");
        return $"<dl>{string.Concat(items)}</dl>";
    }

    private static string Health(HealthVerdict health, int rollbacks) =>
        $"<p>Health: <span class=\"{health.State}\">{health.State}</span>, {Text(health.Reason)}"
            + $"{(rollbacks == 0 ? "" : $"; {rollbacks} roll-back{(rollbacks == 1 ? "" : "s")}")}</p>";

    private string Samples() => album.Steps is [.., var step]
        ? $"<section><h2>Samples at step {step}</h2>"
            + $"<img src=\"/samples/{step}.png\" alt=\"Generated samples at step {step}\"></section>"
        : "<section><h2>Samples</h2><p class=\"quiet\">None yet: the configuration's evaluateEvery says when.</p></section>";

    private static string Workers(RunPicture now)
    {
        if (now.State is not { Workers.Count: > 0 } state)
        {
            return "";
        }

        var rows = state.Workers.Values.Select(worker =>
        {
            var replicas = state.Open?.Ranges.GetValueOrDefault(worker.Id) is { IsDefault: false } ranges
                ? string.Join(", ", ranges)
                : "";
            var speed = worker.SecondsPerReplicaStep is { } seconds ? $"{seconds * 1000:0.0}" : "";
            var condition = GanClusterInstruments.StateOf(worker, state).ToString().ToLowerInvariant();
            var images = now.Workers.GetValueOrDefault(worker.Id, WorkerSight.Unknown).Images;
            return $"<tr><th scope=\"row\">{Text(worker.Id.Value)}</th><td class=\"{condition}\">{condition}</td>"
                + $"<td>{Text(replicas)}</td><td>{images:N0}</td><td>{speed}</td></tr>";
        });
        return "<section><h2>Workers</h2><table><thead><tr><th scope=\"col\">worker</th><th scope=\"col\">state</th>"
            + "<th scope=\"col\">replicas</th><th scope=\"col\">images</th>"
            + "<th scope=\"col\">ms a step and replica</th></tr></thead>"
            + $"<tbody>{string.Concat(rows)}</tbody></table></section>";
    }

    private static string Faults(RunPicture now)
    {
        var faults = now.Happenings.Where(h => h.Kind is HappeningKind.Fault or HappeningKind.RollBack).Take(MostFaults).ToList();
        return faults.Count == 0
            ? ""
            : "<section><h2>Last faults</h2><ul>" + string.Concat(faults.Select(f =>
                $"<li><time>{f.At:HH:mm:ss}</time> {Text(f.What)}</li>")) + "</ul></section>";
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>A worker node's page.</summary>
/// <param name="coordinator">That it has joined, or tries to, as HOST:PORT; empty while it is not known.</param>
public sealed class WorkerPage(Func<string> coordinator) : INodePage
{
    public string Html() => Frame.Around(
        "worker",
        "<h1>worker node</h1><p>" + (coordinator() is { Length: > 0 } at
            ? $"It works for the coordinator at {WebUtility.HtmlEncode(at)}.</p>"
            : "It waits to be told where the coordinator is.</p>"),
        refreshes: false);

    public string? Sample(long step) => null;
}

internal static class Frame
{
    private const int RefreshSeconds = 2;

    /// <param name="body">HTML.</param>
    /// <param name="live">HTML that a script takes over; empty: the page has none.</param>
    internal static string Around(string title, string body, bool refreshes, string live = "") =>
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        + (refreshes ? $"<noscript><meta http-equiv=\"refresh\" content=\"{RefreshSeconds}\"></noscript>" : "")
        + "<meta name=\"viewport\" content=\"width=device-width\"><link rel=\"stylesheet\" href=\"/assets/page.css\">"
        + "<link rel=\"icon\" href=\"/assets/icon.svg\">"
        + (live.Length > 0 ? "<script type=\"module\" src=\"/assets/page.js\"></script>" : "")
        + $"<title>{WebUtility.HtmlEncode(title)} - GanCluster</title></head><body><main id=\"still\">{body}</main>{live}"
        + "<footer>GanCluster: <a href=\"/metrics\">metrics</a></footer></body></html>";
}
