using GanCluster.Node.Options;

namespace GanCluster.Node.Commands;

/// <summary>
/// What the commands do. Each returns the exit code; a token that is cancelled asks for a graceful stop.
/// A <see cref="Core.UserInputException"/> becomes exit code 2, any other exception 1.
/// </summary>
internal interface ICommandHandlers
{
    Task<int> Train(TrainOptions options, CancellationToken stop);

    Task<int> Coordinator(CoordinatorOptions options, CancellationToken stop);

    Task<int> Worker(WorkerNodeOptions options, CancellationToken stop);

    Task<int> Sample(SampleOptions options, CancellationToken stop);

    Task<int> Evaluate(EvaluateOptions options, CancellationToken stop);

    Task<int> Doctor(DoctorOptions options, CancellationToken stop);

    Task<int> Runs(RunsOptions options, CancellationToken stop);

    Task<int> Status(StatusOptions options, CancellationToken stop);

    Task<int> Stop(StopOptions options, CancellationToken stop);

    Task<int> Upscale(UpscaleOptions options, CancellationToken stop);

    Task<int> BenchTrain(BenchTrainOptions options, CancellationToken stop);

    Task<int> BenchQuality(BenchQualityOptions options, CancellationToken stop);

    Task<int> Demo(DemoOptions options, CancellationToken stop);

    Task<int> Simulate(SimulateOptions options, CancellationToken stop);

    Task<int> Certificate(CertificateOptions options, CancellationToken stop);
}
