using System.CommandLine;
using System.Text.Json.Nodes;
using GanCluster.Cluster.Scale;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Core.Scale;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Scale;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Commands;

/// <param name="Model">The model alone, without a fleet.</param>
internal sealed record BenchScaleOptions(FleetQuestion Fleet, ScaleCosts Costs, bool Model, bool Json);

/// <summary><c>bench scale</c>: coordinator and parameter averaging over workers that compute nothing, or what a model makes of
/// many GPUs.</summary>
internal sealed class BenchScaleCommand : Verb<BenchScaleOptions>
{
    private readonly CommandContext _context;
    private readonly Option<int?> _workers = OptionOf.Whole(
        "--workers", "N", "The most workers; 10, 100 and so on come before.", 2, 20_000, 10_000);

    private readonly Option<int?> _workersPerNode = OptionOf.Whole("--workers-per-node", "W", "Simulated, too.", 1, 20_000, 8);
    private readonly Option<int?> _replicas = OptionOf.Whole(
        "--replicas", "M", "At the most workers; otherwise ten a worker.", 2, 1_000_000);

    private readonly Option<double?> _step = OptionOf.Real(
        "--step-ms", "T", "How long a step takes: of a simulated worker (otherwise 50), and of a GPU (100).",
        "a number above 0, at most 60000", value => value is > 0 and <= 60_000);

    private readonly Option<SyncMode> _sync = new("--sync")
    {
        HelpName = "gradients|parameters", Description = "Rounds of about a second, or of 20 steps.",
        DefaultValueFactory = _ => SyncMode.Parameters,
    };

    private readonly Option<int?> _rounds = OptionOf.Whole(
        "--rounds", "R", "At each size, after one that is not measured.", 3, 100_000, 10);

    private readonly Option<double?> _weights = OptionOf.Real(
        "--weights", "W", "With --model: of both networks. Otherwise 6,300,000, a DCGAN's of 64 x 64 pixels.",
        "a number of at least 1", value => value >= 1);

    private readonly Option<bool> _model = new("--model")
    {
        Description = "The model of efficiency instead, for 8 to 4,096 GPUs.",
    };

    private readonly Option<bool> _json = SharedOptions.Json("Figures as one line of JSON.");

    internal BenchScaleCommand(CommandContext context)
        : base("scale", "Coordination with thousands of simulated workers, or a model of many GPUs' efficiency.")
    {
        _context = context;
        Take(_workers, _workersPerNode, _replicas, _step, _sync, _rounds, _model, _weights, _json);
        SharedOptions.OnlyWith(this, _model, _weights);
    }

    internal override BenchScaleOptions Read(ParseResult parsed)
    {
        var (workers, step, costs) = (parsed.GetValue(_workers)!.Value, parsed.GetValue(_step), new ScaleCosts());
        return new BenchScaleOptions(
            new FleetQuestion(
                workers,
                parsed.GetValue(_workersPerNode)!.Value,
                parsed.GetValue(_replicas) ?? 10 * workers,
                parsed.GetValue(_sync),
                TimeSpan.FromMilliseconds(step ?? 50),
                parsed.GetValue(_rounds)!.Value),
            costs with { StepSeconds = step / 1000 ?? costs.StepSeconds, Weights = parsed.GetValue(_weights) ?? costs.Weights },
            parsed.GetValue(_model),
            parsed.GetValue(_json));
    }

    internal override async Task<int> Run(BenchScaleOptions options, CancellationToken stop)
    {
        if (options.Model)
        {
            var model = new ModelFigures(options.Costs);
            Tell(options.Json ? model.ToJson() : null, model.Table());
            return ExitCodes.Done;
        }

        if (options.Fleet.Replicas < options.Fleet.Workers)
        {
            throw new UserInputException("--replicas is below --workers, so that some would never compute");
        }

        var fleets = new List<FleetFigures>();
        foreach (var size in Sizes(options.Fleet.Workers))
        {
            var replicas = (int)Math.Max(size, (long)options.Fleet.Replicas * size / options.Fleet.Workers);
            fleets.Add(await SimulatedFleet.Run(options.Fleet with { Workers = size, Replicas = replicas }, _context.Time, stop));
        }

        var table = new FleetTable(fleets);
        Tell(options.Json ? table.ToJson() : null, table.Table());
        return ExitCodes.Done;
    }

    internal static IEnumerable<int> Sizes(int most)
    {
        for (var size = 10L; size < most; size *= 10)
        {
            yield return (int)size;
        }

        yield return most;
    }

    private void Tell(JsonObject? json, Listing table)
    {
        if (json is null)
        {
            _context.Write(table);
        }
        else
        {
            _context.Output.WriteLine(json.ToJsonString());
        }
    }
}
