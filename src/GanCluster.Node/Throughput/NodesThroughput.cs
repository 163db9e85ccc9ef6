using GanCluster.Node.Journal;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Throughput;

/// <summary>
/// The pace of workers in processes of their own: a run in a folder that is gone afterwards, measured by the commits in its
/// journal from the end of the warm-up on.
/// </summary>
/// <param name="place">Gives the nodes devices of this machine.</param>
/// <param name="train">Trains over nodes, to the exit code.</param>
internal sealed class NodesThroughput(Func<TrainOptions, TrainOptions> place, Func<TrainOptions, Task<int>> train)
{
    /// <returns>No figures where the run failed or was stopped.</returns>
    internal async Task<(int Code, ThroughputFigures? Figures)> Measure(ThroughputQuestion question, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("gancluster-bench-").FullName;
        try
        {
            var training = place(Training(question, folder));
            var code = await train(training);
            return (code, code == ExitCodes.Done && !stop.IsCancellationRequested ? Figures(question, training, folder) : null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TrainOptions Training(ThroughputQuestion question, string folder) => new(
        new RunOptions(
            question.Run,
            question.MeasuredSteps + ThroughputQuestion.WarmUp,
            Seconds: null,
            Images: null,
            question.Seed,
            folder,
            Resume: false,
            [.. question.Settings, "evaluateEvery=0", "checkpointEvery=0"],
            Json: true,
            question.Http ?? HttpChoice.Off,
            Data: question.Data),
        question.Nodes,
        question.WorkersPerNode,
        question.Devices,
        question.NodesAreOpen);

    private static ThroughputFigures Figures(ThroughputQuestion question, TrainOptions training, string folder)
    {
        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: false);
        var (images, steps, time) = Measure([.. journal.ReadRounds()]);
        return new ThroughputFigures(
            question with { Nodes = training.Nodes }, question.Run, images, steps, time, FaultKinds.Count([.. journal.ReadFaults()]))
        {
            Workers = training.Workers,
        };
    }

    /// <summary>From the first commit after the warm-up, or, if that is the last of all, from the one before.</summary>
    internal static (long Images, long Steps, TimeSpan Time) Measure(IReadOnlyList<RoundRow> rounds)
    {
        if (rounds.Count < 2)
        {
            throw new InvalidOperationException("the run was one round long, which is no time to measure; give more --steps");
        }

        var warm = rounds.TakeWhile(r => r.FirstStep + r.Steps < ThroughputQuestion.WarmUp).Count();
        warm = Math.Min(warm, rounds.Count - 2);
        var measured = rounds.Skip(warm + 1).ToList();
        return (
            measured.Sum(r => r.Images), measured.Sum(r => r.Steps), rounds[^1].CommittedAt - rounds[warm].CommittedAt);
    }
}
