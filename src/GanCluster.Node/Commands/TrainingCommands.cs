using System.CommandLine;

namespace GanCluster.Node.Commands;

/// <summary><c>train</c>, <c>bench</c> and <c>demo</c>.</summary>
internal static class TrainingCommands
{
    private const int DefaultNodes = 2;

    internal static Command Train(ICommandHandlers handlers)
    {
        var nodes = Nodes();
        var workers = WorkersPerNode();
        var run = new RunGroup();
        var command = new Command("train", "Trains a run.") { nodes, workers };
        run.AddTo(command);
        command.SetAction((parsed, stop) => handlers.Train(
            new TrainOptions(run.Read(parsed), parsed.GetValue(nodes)!.Value, parsed.GetValue(workers)!.Value),
            stop));
        return command;
    }

    internal static Command Bench(ICommandHandlers handlers)
    {
        var run = new Option<string>("--run") { HelpName = "RUN", Description = "As train's RUN.", Required = true };
        var nodes = Nodes();
        var workers = WorkersPerNode();
        var steps = SharedOptions.Steps("Measure S steps.");
        var seed = SharedOptions.Seed("The run's seed.");
        var set = SharedOptions.Set();
        var json = SharedOptions.Json("Figures as one line of JSON.");
        var http = SharedOptions.Http("Otherwise off; with it, the cost of recording metrics is measured as well.");
        var train = new Command("train", "Training throughput.") { run, nodes, workers, steps, seed, set, json, http };
        train.SetAction((parsed, stop) => handlers.BenchTrain(
            new BenchTrainOptions(
                parsed.GetRequiredValue(run),
                parsed.GetValue(nodes)!.Value,
                parsed.GetValue(workers)!.Value,
                parsed.GetValue(steps),
                parsed.GetValue(seed),
                parsed.GetValue(set) ?? [],
                parsed.GetValue(json),
                parsed.GetValue(http)),
            stop));
        return new Command("bench", "Measures.") { train };
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

    private static Option<int?> Nodes() => OptionOf.Whole(
        "--nodes", "N", "Worker nodes, each a process here beside a coordinator; 0: all in this process.", 0, 256, DefaultNodes);

    private static Option<int?> WorkersPerNode() =>
        OptionOf.Whole("--workers-per-node", "W", "Workers, each on a thread of its own.", 1, 256, 1);
}
