using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Cluster;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;
using GanCluster.Node.Terminal;
using GanCluster.Node.Training;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Throughput;

/// <summary>The pace of workers in this process: the steps after a warm-up, commits included, no grids or checkpoints.</summary>
/// <param name="check">Begins the trial of a run's own modules.</param>
internal sealed class LocalThroughput(
    RunParts parts, ProgressLine progress, TimeProvider time, Func<RunConfiguration, string, ulong?, IEnumerable<string>, string?, ModuleCheck?> check)
{
    /// <exception cref="InvalidOperationException">The run failed, or ended before its last step.</exception>
    internal ThroughputFigures Measure(ThroughputQuestion question, CancellationToken stop)
    {
        var steps = question.MeasuredSteps;
        var request = RunRequest.Resolve(
            parts, question.Run, question.Settings, question.Seed, steps + ThroughputQuestion.WarmUp, images: null,
            question.WorkersPerNode, new RunData(question.Data, progress, stop));
        var found = request.Data;
        ProcessEnvironment.Apply(request.Configuration.Cpu);
        request = request.On(question.Devices, here: true, progress.Note);
        using var trial = check(request.Configuration, question.Run, question.Seed, question.Settings, question.Data);
        var data = found.Training(request.Configuration, parts);
        foreach (var warning in trial?.Warnings(stop) ?? [])
        {
            progress.Note(warning);
        }

        var facts = new RunFacts(request.Name, request.Configuration, request.TargetStep);
        var view = new RunView(facts, time);
        var http = HttpBinding.Resolve(question.Http ?? HttpChoice.Off, HttpBinding.CoordinatorPort);
        using var telemetry = NodeTelemetry.Start(
            http, HttpChoice.Loopback, new RunPage(view, SampleAlbum.None), progress.Note);
        using var recordings = http is null ? null : new RecordingCount();
        var watch = new Watch(time, () => recordings?.Count ?? 0);
        var observers = new ObserverGroup(watch, view, new MeteredRun(request.Configuration, telemetry.Instruments));
        var rounds = new LocalTraining(progress.Note)
        {
            Adjust = options => options with { Snapshots = false, PauseAtStep = ThroughputQuestion.WarmUp },
        };
        var run = new PreparedRun(request, Folder: "", data, HeldOut: null, ResumePoint.First(request), Seconds: null, telemetry);
        var outcome = rounds.Run(run, observers, stop).Outcome!;
        if (!outcome.Succeeded || watch.Last.Step < steps + ThroughputQuestion.WarmUp)
        {
            throw new InvalidOperationException(outcome.Reason);
        }

        var taken = watch.Last.At - watch.WarmedUp!.Value.At;
        return new ThroughputFigures(
            question, request.Name, RunLength.ImagesAfter(request.Configuration, steps), steps, taken, outcome.State.Faults)
        {
            Workers = request.Workers,
            Recording = recordings is null
                ? null
                : new RecordingShare(
                    // A worker waits for its own recordings only.
                    (double)(watch.Last.Recordings - watch.WarmedUp.Value.Recordings) / steps / request.Workers,
                    RecordingCost.NanosecondsEach(telemetry.Instruments)),
        };
    }

    private sealed class Watch(TimeProvider time, Func<long> recordings) : IRunObserver
    {
        private readonly long _origin = time.GetTimestamp();

        public (long Step, TimeSpan At, long Recordings)? WarmedUp { get; private set; }

        public (long Step, TimeSpan At, long Recordings) Last { get; private set; }

        public void OnCommitted(RoundRecord record, RunState state)
        {
            Last = (state.Step, time.GetElapsedTime(_origin), recordings());
            WarmedUp = state.Step == ThroughputQuestion.WarmUp ? Last : WarmedUp;
        }
    }
}
