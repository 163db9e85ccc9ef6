using System.Text.Json.Nodes;
using GanCluster.Cluster;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Commands;
using GanCluster.Node.Native;
using GanCluster.Training.Data;

namespace GanCluster.Node.Runs;

/// <summary>
/// <c>bench train</c>: images a second over the steps after a warm-up of five, commits included, no grids or checkpoints.
/// </summary>
internal sealed class BenchTrainCommand(TextWriter output, TimeProvider time)
{
    internal const int WarmUp = 5;
    internal const int DefaultSteps = 60;

    internal int Run(BenchTrainOptions options, CancellationToken stop)
    {
        var steps = options.Steps ?? DefaultSteps;
        var request = RunRequest.Resolve(
            options.Run, options.Settings, options.Seed, steps + WarmUp, images: null, options.WorkersPerNode);
        ProcessEnvironment.Apply(request.Configuration.Cpu);
        var data = DataSources.Training(request.Configuration, DataCatalog.OfThisMachine());
        var watch = new Watch(time);
        var rounds = LocalTraining.Options(request) with { Snapshots = false, PauseAtStep = WarmUp };
        var outcome = LocalTraining.Run(request, rounds, data, start: null, watch, seconds: null, stop);
        if (!outcome.Succeeded || watch.Last.Step < steps + WarmUp)
        {
            throw new InvalidOperationException(outcome.Reason);
        }

        var seconds = (watch.Last.At - watch.WarmedUp!.Value).TotalSeconds;
        var perSecond = RunLength.ImagesAfter(request.Configuration, steps) / seconds;
        output.WriteLine(options.Json
            ? new JsonObject
            {
                ["images_per_s"] = Math.Round(perSecond, 2),
                ["workers"] = request.Workers,
                ["steps"] = steps,
                ["ms_per_step"] = Math.Round(seconds * 1000 / steps, 2),
                ["run"] = request.Name,
                ["faults"] = outcome.State.Faults,
            }.ToJsonString()
            : $"{request.Name}: {perSecond:0.0} images/s, {seconds * 1000 / steps:0.0} ms a step, {request.Workers} workers");
        return ExitCodes.Done;
    }

    private sealed class Watch(TimeProvider time) : IRunObserver
    {
        private readonly long _origin = time.GetTimestamp();

        public TimeSpan? WarmedUp { get; private set; }

        public (long Step, TimeSpan At) Last { get; private set; }

        public void OnOpened(OpenAttempt attempt)
        {
        }

        public void OnProgress(RoundProgress progress)
        {
        }

        public void OnRefused(IAttemptEvent e)
        {
        }

        public void OnCommitted(RoundRecord record, RunState state)
        {
            Last = (state.Step, time.GetElapsedTime(_origin));
            WarmedUp = state.Step == WarmUp ? Last.At : WarmedUp;
        }

        public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason)
        {
        }

        public void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state)
        {
        }
    }
}
