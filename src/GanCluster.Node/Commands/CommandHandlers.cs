using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Commands;

/// <summary>Joins the commands to what carries them out.</summary>
internal sealed class CommandHandlers(TextWriter output, TextWriter error) : ICommandHandlers
{
    private static readonly TimeSpan PlainLinesEvery = TimeSpan.FromSeconds(5);

    public Task<int> Train(TrainOptions options, CancellationToken stop) => Task.FromResult(Training().Run(options, stop));

    public Task<int> Sample(SampleOptions options, CancellationToken stop) =>
        Task.FromResult(new SampleCommand(output, error).Run(options));

    public Task<int> Doctor(DoctorOptions options, CancellationToken stop) =>
        Task.FromResult(new DoctorCommand(output).Run(options));

    public Task<int> Runs(RunsOptions options, CancellationToken stop) =>
        Task.FromResult(new RunsCommand(output).Run(options));

    public Task<int> BenchTrain(BenchTrainOptions options, CancellationToken stop) =>
        Task.FromResult(new BenchTrainCommand(output, TimeProvider.System).Run(options, stop));

    public Task<int> Demo(DemoOptions options, CancellationToken stop) =>
        Task.FromResult(new DemoCommand(Training()).Run(options, stop));

    private TrainCommand Training() => new(output, ProgressLine.OnStandardError(PlainLinesEvery), TimeProvider.System);
}
