using GanCluster.Node.Commands;
using GanCluster.Node.Options;

namespace GanCluster.EndToEnd.Tests.Commands;

/// <summary>Keeps the options it was called with, and then does what the test says.</summary>
internal sealed class RecordingHandlers(Func<CancellationToken, Task<int>>? then = null) : ICommandHandlers
{
    internal List<object> Calls { get; } = [];

    public Task<int> Train(TrainOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Coordinator(CoordinatorOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Worker(WorkerNodeOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Sample(SampleOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Evaluate(EvaluateOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Doctor(DoctorOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Runs(RunsOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Status(StatusOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Stop(StopOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Upscale(UpscaleOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> BenchTrain(BenchTrainOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> BenchQuality(BenchQualityOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Demo(DemoOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Simulate(SimulateOptions options, CancellationToken stop) => Record(options, stop);

    public Task<int> Certificate(CertificateOptions options, CancellationToken stop) => Record(options, stop);

    private Task<int> Record(object options, CancellationToken stop)
    {
        Calls.Add(options);
        return then is null ? Task.FromResult(0) : then(stop);
    }
}
