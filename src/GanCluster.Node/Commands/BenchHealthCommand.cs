using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Spoilt;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;

namespace GanCluster.Node.Commands;

/// <param name="Record">A run's folder, whose series goes to <paramref name="Out"/>; null: series are judged.</param>
internal sealed record BenchHealthOptions(IReadOnlyList<string> Series, string? Record, string? Out, int Spikes, bool Json);

/// <summary><c>bench health</c>: the rules of a run's health on recorded series, without training.</summary>
internal sealed class BenchHealthCommand : Verb<BenchHealthOptions>
{
    private readonly CommandContext _context;
    private readonly Argument<string[]> _series = new("SERIES")
    {
        Description = "Recorded series: files, folders of them, folders of runs.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _record = OptionOf.Path("--record", "DIR", "Record the series of the run in DIR.");
    private readonly Option<string?> _out = OptionOf.Path("--out", "FILE", "Where it goes.");
    private readonly Option<int?> _spikes = OptionOf.Whole(
        "--spikes", "N", "Try the stop rule on each sound series of a mixture N times, with a spike put into its losses.", 0, 1000, 1);

    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal BenchHealthCommand(CommandContext context)
        : base("health", "Tries the alarm and the stop rule on recorded series: recall, delay, false alarms.")
    {
        _context = context;
        Take(_series, _record, _out, _spikes, _json);
        SharedOptions.OnlyWith(this, _record, _out);
        SharedOptions.OnlyWith(this, _out, _record);
        Validators.Add(result =>
        {
            if (result.GetResult(_record) is null == (result.GetResult(_series)?.Tokens.Count is null or 0))
            {
                result.AddError("give series to judge, or --record DIR --out FILE");
            }
        });
    }

    internal override BenchHealthOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_series) ?? [], parsed.GetValue(_record), parsed.GetValue(_out), parsed.GetValue(_spikes)!.Value,
        parsed.GetValue(_json));

    /// <returns>1 if an aim does not hold.</returns>
    internal override Task<int> Run(BenchHealthOptions options, CancellationToken stop)
    {
        if (options is { Record: { } folder, Out: { } file })
        {
            var recorded = SeriesFolder.OfRun(folder, _context.Parts);
            SeriesFolder.Write(file, _context.Output, recorded);
            return Task.FromResult(ExitCodes.Done);
        }

        var series = SeriesFolder.Read(options.Series, _context.Parts);
        var report = HealthReport.Of(
            [.. series.Select(one => one.Series)], HealthOptions.Default, options.Spikes, data => MixtureSpec.Find(data)?.Means.Count);
        if (options.Json)
        {
            _context.Output.WriteLine(Json(series, report).ToJsonString());
        }
        else
        {
            Write(series, report);
        }

        return Task.FromResult(report.Aims().All(aim => aim.Holds) ? ExitCodes.Done : ExitCodes.Failed);
    }

    private void Write(IReadOnlyList<(string Name, RecordedSeries Series)> series, HealthReport report)
    {
        var listing = new Listing(
            new Column("series"), new Column("fault"), new Column("from", IsNumber: true), new Column("collapsed", IsNumber: true),
            new Column("alarm", IsNumber: true), new Column("delay", IsNumber: true), new Column("reason"))
        {
            IsHeaded = true,
        };
        foreach (var ((name, one), alarm) in series.Zip(report.Alarms))
        {
            listing.Add(
                name, one.Fault.Length > 0 ? one.Fault : "-", Step(one.FaultStep), Step(alarm.Collapsed), Step(alarm.Alarm?.Step),
                Step(alarm.Delay), alarm.False is { } wrong ? $"false, step {wrong.Step}: {wrong.Reason}" : alarm.Alarm?.Reason ?? "");
        }

        _context.Write(listing);
        var aims = new Listing(new Column("aim"), new Column("figure"), new Column(""));
        foreach (var (aim, figure, holds) in report.Aims())
        {
            aims.Add(aim, figure, new Cell(holds ? "holds" : "falls short", holds));
        }

        _context.Write(aims);
        if (report.Harmless > 0)
        {
            _context.Output.WriteLine($"{report.Harmless} faults collapsed nothing, and count for nothing");
        }

        if (report.Stops.Length > 0)
        {
            _context.Output.WriteLine(
                $"the stop rule ended {report.Stops.Count(stop => stop.Stopped is not null)} of {report.Stops.Length} spiked series");
        }
    }

    private static JsonObject Json(IReadOnlyList<(string Name, RecordedSeries Series)> series, HealthReport report) => new()
    {
        ["series"] = new JsonArray(
        [
            .. series.Zip(report.Alarms, (one, alarm) => (JsonNode)new JsonObject
            {
                ["name"] = one.Name,
                ["fault"] = one.Series.Fault,
                ["fault_step"] = one.Series.FaultStep,
                ["collapsed_step"] = alarm.Collapsed,
                ["alarm_step"] = alarm.Alarm?.Step,
                ["delay_checks"] = alarm.Delay,
                ["false_alarm_step"] = alarm.False?.Step,
                ["reason"] = (alarm.False ?? alarm.Alarm)?.Reason,
            }),
        ]),
        ["collapses"] = report.Collapses,
        ["alarmed"] = report.Alarmed,
        ["slowest_checks"] = report.Slowest,
        ["harmless_faults"] = report.Harmless,
        ["healthy"] = report.Healthy,
        ["false_alarms"] = report.False,
        ["stops"] = new JsonArray(
        [
            .. report.Stops.Select(stop => (JsonNode)new JsonObject
            {
                ["run"] = stop.Series.Run,
                ["seed"] = stop.Series.Seed,
                ["stopped_step"] = stop.Stopped,
                ["in_spike"] = stop.InSpike,
                ["kept_of_best"] = stop.KeptOfBest,
            }),
        ]),
        ["holds"] = report.Aims().All(aim => aim.Holds),
    };

    private static string Step(long? step) => step?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
