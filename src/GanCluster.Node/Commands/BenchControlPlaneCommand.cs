using System.CommandLine;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Scale;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Commands;

internal sealed record BenchControlPlaneOptions(int Workers, int Replicas, bool Json);

/// <summary><c>bench control-plane</c>: what the round rules cost at 10, 100, 1,000 and more workers.</summary>
internal sealed class BenchControlPlaneCommand : Verb<BenchControlPlaneOptions>
{
    private readonly CommandContext _context;
    private readonly Option<int?> _workers = OptionOf.Whole(
        "--workers", "N", "The most workers; 10, 100 and so on come before.", 2, 100_000, 10_000);

    private readonly Option<int?> _replicas = OptionOf.Whole("--replicas", "M", "At the most workers.", 2, 1_000_000, 100_000);
    private readonly Option<bool> _json = SharedOptions.Json("Figures as one line of JSON.");

    internal BenchControlPlaneCommand(CommandContext context)
        : base("control-plane", "What deciding costs with thousands of workers: assignments, reports, deaths, memory.")
    {
        _context = context;
        Take(_workers, _replicas, _json);
    }

    internal override BenchControlPlaneOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_workers)!.Value, parsed.GetValue(_replicas)!.Value, parsed.GetValue(_json));

    /// <returns>1 if an aim does not hold.</returns>
    internal override Task<int> Run(BenchControlPlaneOptions options, CancellationToken stop)
    {
        if (options.Replicas < options.Workers)
        {
            throw new UserInputException("--replicas is below --workers, so that some would never compute");
        }

        var figures = new ControlPlaneMeasure(_context.Time).Measure(options.Workers, options.Replicas, stop);
        if (options.Json)
        {
            _context.Output.WriteLine(figures.ToJson().ToJsonString());
        }
        else
        {
            _context.Write(figures.Table());
            var aims = new Listing(new Column("aim"), new Column("figure"), new Column(""));
            foreach (var (aim, figure, holds) in figures.Aims())
            {
                aims.Add(aim, figure, new Cell(holds ? "holds" : "falls short", holds));
            }

            _context.Write(aims);
        }

        return Task.FromResult(figures.Aims().All(aim => aim.Holds) ? ExitCodes.Done : ExitCodes.Failed);
    }
}
