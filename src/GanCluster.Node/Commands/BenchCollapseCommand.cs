using System.CommandLine;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Spoilt;

namespace GanCluster.Node.Commands;

internal sealed record BenchCollapseOptions(SpoiltQuestion Question, string Out, bool Json);

/// <summary><c>bench collapse</c>: a series of checks for <c>bench health</c>, of a run that is spoilt on purpose; and whether it comes
/// back, if its health rolls back.</summary>
internal sealed class BenchCollapseCommand : Verb<BenchCollapseOptions>
{
    private readonly CommandContext _context;
    private readonly Argument<string> _run = SharedOptions.Run();
    private readonly Option<SpoiltKind> _fault = new("--fault")
    {
        HelpName = string.Join('|', Enum.GetNames<SpoiltKind>()).ToLowerInvariant(),
        Description = "Learning rates times 10, D frozen, a stream without most classes, latents times 0.1. It passes: after a roll-back "
            + "(--set health.onAlarm=rollback) the run is sound.",
    };

    private readonly Option<int?> _after = OptionOf.Whole("--after", "C", "From check C on. Otherwise half of them.", 1, 1_000_000);
    private readonly Option<ulong?> _seed = SharedOptions.Seed("The run's seed.");
    private readonly Option<string?> _data = SharedOptions.Data("As train's --data.");
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<string?> _out = OptionOf.Path("--out", "FILE", "Where the series goes: the checks up to the first roll-back.");
    private readonly Option<bool> _json = SharedOptions.Json("What was lost and restored, as one line of JSON.");

    internal BenchCollapseCommand(CommandContext context)
        : base("collapse", "Trains a run that is spoilt on purpose and records its checks for bench health.")
    {
        _context = context;
        _out.Required = true;
        Take(_run, _fault, _after, _seed, _data, _set, _out, _json);
    }

    internal override BenchCollapseOptions Read(ParseResult parsed) => new(
        new SpoiltQuestion(
            parsed.GetRequiredValue(_run),
            parsed.GetValue(_set) ?? [],
            parsed.GetValue(_seed),
            parsed.GetValue(_data),
            parsed.GetValue(_fault),
            parsed.GetValue(_after)),
        parsed.GetValue(_out)!,
        parsed.GetValue(_json));

    /// <returns>1 if its health ended the run, as train does.</returns>
    internal override Task<int> Run(BenchCollapseOptions options, CancellationToken stop)
    {
        var outcome = new SpoiltTraining(_context.Parts, CommandContext.Progress(), _context.Time).Run(options.Question, stop);
        SeriesFolder.Write(options.Out, options.Json ? TextWriter.Null : _context.Output, outcome.Series);
        foreach (var line in options.Json ? [outcome.ToJson().ToJsonString()] : outcome.Lines())
        {
            _context.Output.WriteLine(line);
        }

        return Task.FromResult(outcome.IsFailure ? ExitCodes.Failed : ExitCodes.Done);
    }
}
