using System.CommandLine;
using GanCluster.Node.Devices;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Throughput;

namespace GanCluster.Node.Commands;

internal sealed record BenchTrainOptions(ThroughputQuestion Question, bool Json);

/// <summary><c>bench train</c>: images a second.</summary>
internal sealed class BenchTrainCommand : Verb<BenchTrainOptions>
{
    private readonly CommandContext _context;
    private readonly Option<string> _run = new("--run") { HelpName = "RUN", Description = "As train's RUN.", Required = true };
    private readonly Option<int?> _nodes = SharedOptions.Nodes();
    private readonly Option<int?> _workers = SharedOptions.WorkersPerNode();
    private readonly Option<DeviceChoice?> _devices = SharedOptions.Devices("As train's.");
    private readonly Option<long?> _steps = SharedOptions.Steps("Measure S steps.");
    private readonly Option<ulong?> _seed = SharedOptions.Seed("The run's seed.");
    private readonly Option<string?> _data = SharedOptions.Data("As train's --data.");
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<bool> _json = SharedOptions.Json("Figures as one line of JSON.");
    private readonly Option<HttpChoice?> _http =
        SharedOptions.Http("Otherwise off; with it, the cost of recording metrics is measured as well.");

    internal BenchTrainCommand(CommandContext context)
        : base("train", "Training throughput.")
    {
        _context = context;
        Take(_run, _nodes, _workers, _devices, _steps, _seed, _data, _set, _json, _http);
        SharedOptions.AtMostOne(this, _workers, _devices);
    }

    internal override BenchTrainOptions Read(ParseResult parsed) => new(
        new ThroughputQuestion(
            parsed.GetRequiredValue(_run),
            parsed.GetValue(_nodes)!.Value,
            parsed.GetValue(_workers)!.Value,
            parsed.GetValue(_steps),
            parsed.GetValue(_seed),
            parsed.GetValue(_set) ?? [],
            parsed.GetValue(_http),
            parsed.GetValue(_data),
            parsed.GetValue(_devices),
            parsed.IsGiven(_devices) && !parsed.IsGiven(_nodes)),
        parsed.GetValue(_json));

    internal override async Task<int> Run(BenchTrainOptions options, CancellationToken stop)
    {
        var (code, figures) = options.Question.Nodes > 0
            ? await new NodesThroughput(_context.Place, training => _context.RunOverNodes(training, TextWriter.Null, stop))
                .Measure(options.Question, stop)
            : (ExitCodes.Done, new LocalThroughput(_context.Parts, CommandContext.Progress(), _context.Time, _context.Check).Measure(options.Question, stop));
        if (figures is not null)
        {
            await _context.Output.WriteLineAsync(options.Json ? figures.ToJson().ToJsonString() : figures.ToString());
        }

        return code;
    }
}
