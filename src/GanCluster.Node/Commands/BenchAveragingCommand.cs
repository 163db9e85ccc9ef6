using System.CommandLine;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Throughput;

namespace GanCluster.Node.Commands;

/// <param name="Megabytes">Of each worker's vector.</param>
internal sealed record BenchAveragingOptions(int Megabytes, int Ranks, int Repeats, bool Json);

/// <summary><c>bench averaging</c>: sums of the workers' vectors, in memory, through shared memory, over TCP and over TLS.</summary>
internal sealed class BenchAveragingCommand : Verb<BenchAveragingOptions>
{
    private readonly CommandContext _context;
    private readonly Option<int?> _megabytes =
        OptionOf.Whole("--megabytes", "M", "Of each worker's vector, a million bytes each.", 1, 1000, 100);
    private readonly Option<int?> _ranks = OptionOf.Whole("--ranks", "N", "Workers, each of a node of its own.", 2, 16, 2);
    private readonly Option<int?> _repeats = OptionOf.Whole("--repeats", "K", "Sums by each way, in turn.", 1, 1000, 5);
    private readonly Option<bool> _json = SharedOptions.Json("Figures as one line of JSON.");

    internal BenchAveragingCommand(CommandContext context)
        : base("averaging", "Throughput of the exchange between nodes, in this process over loopback.")
    {
        _context = context;
        Take(_megabytes, _ranks, _repeats, _json);
    }

    internal override BenchAveragingOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_megabytes)!.Value,
        parsed.GetValue(_ranks)!.Value,
        parsed.GetValue(_repeats)!.Value,
        parsed.GetValue(_json));

    internal override async Task<int> Run(BenchAveragingOptions options, CancellationToken stop)
    {
        var figures = new AveragingThroughput(_context.Time).Measure(options.Megabytes, options.Ranks, options.Repeats, stop);
        await _context.Output.WriteLineAsync(options.Json ? figures.ToJson().ToJsonString() : figures.ToString());
        return ExitCodes.Done;
    }
}
