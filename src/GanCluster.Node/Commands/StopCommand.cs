using System.CommandLine;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;

namespace GanCluster.Node.Commands;

/// <param name="Run">The folder of a run; null: the newest under ./runs that is running.</param>
internal sealed record StopOptions(string? Run, bool Json = false);

/// <summary><c>stop</c>: a clean end with a checkpoint.</summary>
internal sealed class StopCommand : Verb<StopOptions>
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly CommandContext _context;
    private readonly Option<string?> _run =
        OptionOf.Path("--run", "DIR", "The folder of a run. Otherwise the newest under ./runs that is running.");

    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal StopCommand(CommandContext context)
        : base("stop", "Ends a run with a checkpoint and waits until it has ended.")
    {
        _context = context;
        Take(_run, _json);
    }

    internal override StopOptions Read(ParseResult parsed) => new(parsed.GetValue(_run), parsed.GetValue(_json));

    internal override async Task<int> Run(StopOptions options, CancellationToken stop)
    {
        var (folder, live) = Find(options.Run);
        live.Stop();
        using var looks = new PeriodicTimer(Look);
        while (live.IsAlive)
        {
            await looks.WaitForNextTickAsync(stop);
        }

        var checkpoint = new CheckpointStore(RunFiles.Checkpoints(folder)).Newest().Checkpoint;

        // One that ended in order has a summary; before its first commit it has nothing that a checkpoint could hold.
        var inOrder = checkpoint is not null || File.Exists(RunFiles.Summary(folder));
        await _context.Output.WriteLineAsync(options.Json
            ? new JsonObject { ["folder"] = folder, ["checkpoint"] = checkpoint?.Folder }.ToJsonString()
            : checkpoint is not null
            ? checkpoint.Folder
            : inOrder
            ? $"'{folder}' was stopped before its first step: there is nothing to keep"
            : $"'{folder}' has ended without a checkpoint");
        return inOrder ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static (string Folder, LiveRun Live) Find(string? given)
    {
        var folders = (given is null ? new RunFolders("runs").All.Reverse() : [given]).SelectMany(RunFiles.OfCoordinators);
        foreach (var folder in folders)
        {
            if (LiveRun.Read(folder) is { } live)
            {
                return (folder, live);
            }
        }

        throw new UserInputException(given is null
            ? "nothing is running under ./runs; give the folder of a run that is with --run"
            : $"nothing is running in '{given}'; `gancluster status --run DIR` says how a run ended");
    }
}
