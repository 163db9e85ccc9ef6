using System.CommandLine;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Throughput;

namespace GanCluster.Node.Commands;

/// <param name="Pairs">Rounds with the fixed tree and the hash, each beside one without.</param>
internal sealed record BenchStepOptions(
    string Run, long? Steps, int WarmUp, ulong? Seed, string? Data, IReadOnlyList<string> Settings, int Pairs, bool Json);

/// <summary><c>bench step</c>: where a step's time goes.</summary>
internal sealed class BenchStepCommand : Verb<BenchStepOptions>
{
    private const long StandardSteps = 60;

    private readonly CommandContext _context;
    private readonly Argument<string> _run = SharedOptions.Run();
    private readonly Option<long?> _steps = SharedOptions.Steps("Measure S steps; otherwise 60.");
    private readonly Option<int?> _warmUp =
        OptionOf.Whole("--warm-up", "W", "Steps before, which are not measured.", 1, 1_000_000, 10);
    private readonly Option<ulong?> _seed = SharedOptions.Seed("The run's seed.");
    private readonly Option<string?> _data = SharedOptions.Data("As train's --data.");
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<int?> _pairs = OptionOf.Whole(
        "--pairs", "P", "Compare P rounds with the fixed tree and the hash with P without, in turn.", 0, 1000, 0);
    private readonly Option<bool> _json = SharedOptions.Json("Figures as one line of JSON.");

    internal BenchStepCommand(CommandContext context)
        : base("step", "Where a training step's time goes, by one worker on the processor.")
    {
        _context = context;
        Take(_run, _steps, _warmUp, _seed, _data, _set, _pairs, _json);
    }

    internal override BenchStepOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_run),
        parsed.GetValue(_steps),
        parsed.GetValue(_warmUp)!.Value,
        parsed.GetValue(_seed),
        parsed.GetValue(_data),
        parsed.GetValue(_set) ?? [],
        parsed.GetValue(_pairs)!.Value,
        parsed.GetValue(_json));

    internal override async Task<int> Run(BenchStepOptions options, CancellationToken stop)
    {
        var figures = new StepThroughput(_context.Parts, _context.Time).Measure(
            options.Run, options.Settings, options.Seed, new RunData(options.Data, CommandContext.Progress(), stop),
            options.Steps ?? StandardSteps, options.WarmUp, options.Pairs);
        await _context.Output.WriteLineAsync(options.Json ? figures.ToJson().ToJsonString() : figures.ToString());
        return ExitCodes.Done;
    }
}
