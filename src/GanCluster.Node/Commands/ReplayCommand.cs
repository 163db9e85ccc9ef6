using System.CommandLine;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Replay;

namespace GanCluster.Node.Commands;

/// <param name="Run">The folder of a run.</param>
/// <param name="From">Null: from the oldest version that there is.</param>
/// <param name="To">Null: to the last step.</param>
/// <param name="Data">Where the run's images lie here; null: by the name that they have.</param>
internal sealed record ReplayOptions(string Run, long? From, long? To, string? Data, bool Json);

/// <summary><c>replay</c>: rounds of a run again, held to what run.db says came of them.</summary>
internal sealed class ReplayCommand : Verb<ReplayOptions>
{
    private const long Most = 1_000_000_000_000;

    private readonly CommandContext _context;
    private readonly Argument<string> _run = new("DIR") { Description = "The folder of a run; nothing is written there." };
    private readonly Option<long?> _from = OptionOf.Whole(
        "--from", "STEP", "Begin with the newest checkpoint at or before STEP. Otherwise with the oldest that is kept.", 0, Most);
    private readonly Option<long?> _to =
        OptionOf.Whole("--to", "STEP", "End with the round that made STEP. Otherwise with the last.", 1, Most);
    private readonly Option<string?> _data = SharedOptions.Data("Where the images lie that the run was trained on by --data.");
    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal ReplayCommand(CommandContext context)
        : base("replay", "Computes rounds of a run again and holds them to the hashes in its run.db; exit 1 if one differs.")
    {
        _context = context;
        Take(_run, _from, _to, _data, _json);
    }

    internal override ReplayOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_run), parsed.GetValue(_from), parsed.GetValue(_to), parsed.GetValue(_data), parsed.GetValue(_json));

    internal override Task<int> Run(ReplayOptions options, CancellationToken stop)
    {
        var progress = CommandContext.Progress();
        try
        {
            var place = ReplayPlace.Find(options.Run, options.From, options.To, _context.Parts, _context.Error.WriteLine);
            var outcome = new RunReplay(_context.Parts, progress, _context.Time).Run(place, options.Data, stop);
            _context.Output.WriteLine(options.Json ? outcome.ToJson().ToJsonString() : outcome.Text);
            return Task.FromResult(outcome.FirstDifference is null ? ExitCodes.Done : ExitCodes.Failed);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Not 0, which would say that the hashes are as recorded.
            progress.Finish();
            _context.Error.WriteLine("stopped before the end: nothing differed so far");
            return Task.FromResult(ExitCodes.Terminated);
        }
    }
}
