using GanCluster.Core;

namespace GanCluster.Node.Commands;

/// <summary>Joins the commands to what carries them out.</summary>
internal sealed class CommandHandlers : ICommandHandlers
{
    public Task<int> Train(TrainOptions options, CancellationToken stop) => Unavailable("train");

    public Task<int> Sample(SampleOptions options, CancellationToken stop) => Unavailable("sample");

    public Task<int> Doctor(DoctorOptions options, CancellationToken stop) => Unavailable("doctor");

    public Task<int> Runs(RunsOptions options, CancellationToken stop) => Unavailable("runs");

    public Task<int> BenchTrain(BenchTrainOptions options, CancellationToken stop) => Unavailable("bench train");

    public Task<int> Demo(DemoOptions options, CancellationToken stop) => Unavailable("demo");

    private static Task<int> Unavailable(string command) =>
        Task.FromException<int>(new UserInputException($"'{command}' isn't part of this build yet"));
}
