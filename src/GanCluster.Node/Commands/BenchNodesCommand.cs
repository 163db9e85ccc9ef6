using System.Text.Json.Nodes;
using GanCluster.Node.Journal;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Commands;

/// <summary>
/// <c>bench train --nodes N</c>: a run over processes in a folder that is gone afterwards, measured by the commits in its
/// journal from the end of the warm-up on.
/// </summary>
internal sealed class BenchNodesCommand(TextWriter output, Supervisor supervisor)
{
    internal async Task<int> Run(BenchTrainOptions options, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("gancluster-bench-").FullName;
        try
        {
            var code = await supervisor.Run(Training(options, folder), stop);
            if (code == ExitCodes.Done && !stop.IsCancellationRequested)
            {
                Report(options, folder);
            }

            return code;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TrainOptions Training(BenchTrainOptions options, string folder) => new(
        new RunOptions(
            options.Run,
            (options.Steps ?? BenchTrainCommand.DefaultSteps) + BenchTrainCommand.WarmUp,
            Seconds: null,
            Images: null,
            options.Seed,
            folder,
            Resume: false,
            [.. options.Settings, "evaluateEvery=0", "checkpointEvery=0"],
            Json: true,
            options.Http ?? HttpChoice.Off),
        options.Nodes,
        options.WorkersPerNode);

    private void Report(BenchTrainOptions options, string folder)
    {
        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: false);
        var (images, steps, time) = Measure([.. journal.ReadRounds()]);
        var (perSecond, perStep) = (images / time.TotalSeconds, time.TotalMilliseconds / steps);
        var workers = options.Nodes * options.WorkersPerNode;
        output.WriteLine(options.Json
            ? new JsonObject
            {
                ["images_per_s"] = Math.Round(perSecond, 2),
                ["workers"] = workers,
                ["nodes"] = options.Nodes,
                ["steps"] = steps,
                ["ms_per_step"] = Math.Round(perStep, 2),
                ["run"] = options.Run,
                ["faults"] = FaultKinds.Count([.. journal.ReadFaults()]),
            }.ToJsonString()
            : $"{options.Run}: {perSecond:0.0} images/s, {perStep:0.0} ms a step, {options.Nodes} nodes, {workers} workers");
    }

    /// <summary>From the first commit after the warm-up, or, if that is the last of all, from the one before.</summary>
    internal static (long Images, long Steps, TimeSpan Time) Measure(IReadOnlyList<RoundRow> rounds)
    {
        if (rounds.Count < 2)
        {
            throw new InvalidOperationException("the run was one round long, which is no time to measure; give more --steps");
        }

        var warm = rounds.TakeWhile(r => r.FirstStep + r.Steps < BenchTrainCommand.WarmUp).Count();
        warm = Math.Min(warm, rounds.Count - 2);
        var measured = rounds.Skip(warm + 1).ToList();
        return (
            measured.Sum(r => r.Images), measured.Sum(r => r.Steps), rounds[^1].CommittedAt - rounds[warm].CommittedAt);
    }
}
