using System.CommandLine;
using GanCluster.Node.Options;

namespace GanCluster.Node.Commands;

/// <summary><c>train</c> and <c>demo</c>.</summary>
internal static class TrainingCommands
{
    internal static Command Train(ICommandHandlers handlers)
    {
        var nodes = SharedOptions.Nodes();
        var workers = SharedOptions.WorkersPerNode();
        var run = new RunGroup();
        var command = new Command("train", "Trains a run.") { nodes, workers };
        run.AddTo(command);
        command.SetAction((parsed, stop) => handlers.Train(
            new TrainOptions(run.Read(parsed), parsed.GetValue(nodes)!.Value, parsed.GetValue(workers)!.Value),
            stop));
        return command;
    }

    internal static Command Demo(ICommandHandlers handlers)
    {
        var seconds = OptionOf.Seconds("How long to train.");
        var folder = OptionOf.Path("--out", "DIR", "The run's folder.");
        var command = new Command("demo", "Trains a small DCGAN on Fashion-MNIST and shows where its samples are.")
        {
            seconds, folder,
        };
        command.SetAction((parsed, stop) =>
            handlers.Demo(new DemoOptions(parsed.GetValue(seconds), parsed.GetValue(folder)), stop));
        return command;
    }
}
