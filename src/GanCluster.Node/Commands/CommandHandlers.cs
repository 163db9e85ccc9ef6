using System.Reflection;
using GanCluster.Node.Options;
using GanCluster.Node.Supervision;
using GanCluster.Node.Terminal;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Commands;

/// <summary>Joins the commands to what carries them out.</summary>
/// <param name="parts">What runs are made of.</param>
/// <param name="program">What child nodes run; null: <c>gancluster-node</c>.</param>
internal sealed class CommandHandlers(TextWriter output, TextWriter error, RunParts parts, Assembly? program = null) : ICommandHandlers
{
    private static readonly TimeSpan PlainLinesEvery = TimeSpan.FromSeconds(5);

    public Task<int> Train(TrainOptions options, CancellationToken stop) => options.Nodes == 0
        ? Task.FromResult(Training().Run(options, stop))
        : Supervisor(output).Run(options, stop);

    public Task<int> Coordinator(CoordinatorOptions options, CancellationToken stop)
    {
        var progress = Progress();
        return Task.FromResult(
            new CoordinatorCommand(new TrainCommand(parts, output, progress, TimeProvider.System), output, progress.Note)
                .Run(options, stop));
    }

    public Task<int> Worker(WorkerNodeOptions options, CancellationToken stop) =>
        new WorkerCommand(parts, output, error).Run(options, stop);

    public Task<int> Sample(SampleOptions options, CancellationToken stop) =>
        Task.FromResult(new SampleCommand(parts, output, error).Run(options));

    public Task<int> Evaluate(EvaluateOptions options, CancellationToken stop) =>
        Task.FromResult(new EvaluateCommand(parts, output, error).Run(options));

    public Task<int> Doctor(DoctorOptions options, CancellationToken stop) =>
        Task.FromResult(new DoctorCommand(output).Run(options));

    public Task<int> Runs(RunsOptions options, CancellationToken stop) =>
        Task.FromResult(new RunsCommand(output).Run(options));

    public Task<int> Status(StatusOptions options, CancellationToken stop) =>
        Task.FromResult(new StatusCommand(parts, output).Run(options));

    public Task<int> Stop(StopOptions options, CancellationToken stop) => new StopCommand(output).Run(options, stop);

    public Task<int> Upscale(UpscaleOptions options, CancellationToken stop) =>
        Task.FromResult(new UpscaleCommand(parts, output, error).Run(options));

    public Task<int> BenchTrain(BenchTrainOptions options, CancellationToken stop) => options.Nodes == 0
        ? Task.FromResult(new BenchTrainCommand(parts, output, TimeProvider.System).Run(options, stop))
        : new BenchNodesCommand(output, Supervisor(TextWriter.Null)).Run(options, stop);

    public Task<int> BenchQuality(BenchQualityOptions options, CancellationToken stop) =>
        Task.FromResult(new BenchQualityCommand(parts, output, error, Progress(), TimeProvider.System).Run(options, stop));

    public Task<int> Demo(DemoOptions options, CancellationToken stop) =>
        new DemoCommand(Supervisor(output)).Run(options, stop);

    public Task<int> Simulate(SimulateOptions options, CancellationToken stop) => Task.FromResult(
        new SimulateCommand(output).Run(options.Seeds, options.Workers, options.Seed, options.Json, stop));

    public Task<int> Certificate(CertificateOptions options, CancellationToken stop) =>
        Task.FromResult(new CertificateCommand(output, TimeProvider.System).Run(options));

    private Supervisor Supervisor(TextWriter relayed) => new(
        relayed, error, (name, arguments) => ChildNode.Start(name, arguments, program), SupervisionTimes.Default);

    private TrainCommand Training() => new(parts, output, Progress(), TimeProvider.System);

    private static ProgressLine Progress() => ProgressLine.OnStandardError(PlainLinesEvery);
}
