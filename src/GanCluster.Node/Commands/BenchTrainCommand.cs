using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Training;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Page;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Commands;

/// <summary>
/// <c>bench train</c>: images a second over the steps after a warm-up of five, commits included, no grids or checkpoints.
/// </summary>
internal sealed class BenchTrainCommand(RunParts parts, TextWriter output, TimeProvider time)
{
    internal const int WarmUp = 5;
    internal const int DefaultSteps = 60;

    internal int Run(BenchTrainOptions options, CancellationToken stop)
    {
        var steps = options.Steps ?? DefaultSteps;
        var request = RunRequest.Resolve(
            parts, options.Run, options.Settings, options.Seed, steps + WarmUp, images: null, options.WorkersPerNode);
        ProcessEnvironment.Apply(request.Configuration.Cpu);
        var data = DataSources.Training(request.Configuration, parts, DataCatalog.OfThisMachine());
        var facts = new RunFacts(request.Name, request.Configuration, request.TargetStep);
        var view = new RunView(facts, time);
        var http = HttpEndpoint.Resolve(options.Http ?? HttpChoice.Off, HttpEndpoint.CoordinatorPort);
        using var telemetry = NodeTelemetry.Start(
            http, HttpChoice.Loopback, new RunPage(view, () => null, _ => ""), Console.Error.WriteLine);
        using var recordings = http is null ? null : new RecordingCount();
        var watch = new Watch(time, () => recordings?.Count ?? 0);
        var observers = new ObserverGroup(watch, view, new MeteredRun(request.Configuration, telemetry.Instruments));
        var rounds = LocalTraining.Options(request) with { Snapshots = false, PauseAtStep = WarmUp };
        var outcome = LocalTraining.Run(
            request, rounds, data, start: null, observers, telemetry.Instruments, seconds: null, stop);
        if (!outcome.Succeeded || watch.Last.Step < steps + WarmUp)
        {
            throw new InvalidOperationException(outcome.Reason);
        }

        double? cost = recordings is null ? null : RecordingCost.NanosecondsEach(telemetry.Instruments);
        Report(options, request, outcome, steps, watch, cost);
        return ExitCodes.Done;
    }

    /// <param name="recording">Nanoseconds of one recording; null: none was made.</param>
    private void Report(
        BenchTrainOptions options, RunRequest request, RunOutcome outcome, long steps, Watch watch, double? recording)
    {
        var seconds = (watch.Last.At - watch.WarmedUp!.Value.At).TotalSeconds;
        var (perSecond, perStep) = (RunLength.ImagesAfter(request.Configuration, steps) / seconds, seconds * 1000 / steps);
        var figures = new JsonObject
        {
            ["images_per_s"] = Math.Round(perSecond, 2),
            ["workers"] = request.Workers,
            ["steps"] = steps,
            ["ms_per_step"] = Math.Round(perStep, 2),
            ["run"] = request.Name,
            ["faults"] = outcome.State.Faults,
        };
        var line = $"{request.Name}: {perSecond:0.0} images/s, {perStep:0.0} ms a step, {request.Workers} workers";
        if (recording is { } nanoseconds)
        {
            // A worker waits for its own recordings only.
            var count = (double)(watch.Last.Recordings - watch.WarmedUp.Value.Recordings) / steps / request.Workers;
            var share = count * nanoseconds / 1e6 / perStep;
            figures["recordings_per_step"] = Math.Round(count, 2);
            figures["ns_per_recording"] = Math.Round(nanoseconds, 1);
            figures["recording_share"] = share;
            line += string.Create(
                CultureInfo.InvariantCulture,
                $"; {count:0.0} recordings a step and worker at {nanoseconds:0} ns take {share * 100:0.0000} % of a step");
        }

        output.WriteLine(options.Json ? figures.ToJsonString() : line);
    }

    private sealed class Watch(TimeProvider time, Func<long> recordings) : IRunObserver
    {
        private readonly long _origin = time.GetTimestamp();

        public (long Step, TimeSpan At, long Recordings)? WarmedUp { get; private set; }

        public (long Step, TimeSpan At, long Recordings) Last { get; private set; }

        public void OnCommitted(RoundRecord record, RunState state)
        {
            Last = (state.Step, time.GetElapsedTime(_origin), recordings());
            WarmedUp = state.Step == WarmUp ? Last : WarmedUp;
        }
    }
}
