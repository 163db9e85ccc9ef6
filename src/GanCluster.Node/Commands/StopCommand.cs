using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;

namespace GanCluster.Node.Commands;

/// <summary><c>stop</c>: a clean end with a checkpoint.</summary>
internal sealed class StopCommand(TextWriter output)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    internal async Task<int> Run(StopOptions options, CancellationToken stop)
    {
        var (folder, live) = Find(options.Run);
        Signals.Terminate(live.Pid);
        using var looks = new PeriodicTimer(Look);
        while (live.IsAlive)
        {
            await looks.WaitForNextTickAsync(stop);
        }

        var checkpoint = new CheckpointStore(RunFiles.Checkpoints(folder)).Newest().Checkpoint;
        output.WriteLine(checkpoint?.Folder ?? $"'{folder}' has ended without a checkpoint");
        return checkpoint is null ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static (string Folder, LiveRun Live) Find(string? given)
    {
        var folders = given is null ? Newest(new RunFolders("runs").All) : [given];
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

    private static IEnumerable<string> Newest(IReadOnlyList<string> oldestFirst) => oldestFirst.Reverse();
}
