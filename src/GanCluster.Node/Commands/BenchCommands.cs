using System.CommandLine;
using GanCluster.Node.Options;

namespace GanCluster.Node.Commands;

/// <summary>What training is worth: <c>bench train</c> and <c>bench quality</c>.</summary>
internal static class BenchCommands
{
    internal static Command Bench(ICommandHandlers handlers) => new("bench", "Measures.") { Train(handlers), Quality(handlers) };

    private static Command Train(ICommandHandlers handlers)
    {
        var run = new Option<string>("--run") { HelpName = "RUN", Description = "As train's RUN.", Required = true };
        var nodes = SharedOptions.Nodes();
        var workers = SharedOptions.WorkersPerNode();
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
        return train;
    }

    private static Command Quality(ICommandHandlers handlers)
    {
        var folder = OptionOf.Path("--out", "DIR", "Where runs, figures and pictures go; what is there is not done again.");
        folder.Required = true;
        var only = new Option<string[]>("--only") { HelpName = "NAME", Description = "This run alone; may be repeated." };
        var images = SharedOptions.Images("Train every run with N real images, instead of its own number.");
        var count = OptionOf.Whole("--count", "N", "Measure N images of each run.", 100, 10_000, 10_000);
        var seed = SharedOptions.Seed("The runs' seed, and that of their measures.");
        var workers = OptionOf.Whole("--workers", "W", "Workers in this process.", 1, 256, 2);
        var quality = new Command("quality", "Trains the named systems, measures them, and says which goals hold. Takes hours.")
        {
            folder, only, images, count, seed, workers,
        };
        quality.SetAction((parsed, stop) => handlers.BenchQuality(
            new BenchQualityOptions(
                parsed.GetRequiredValue(folder)!,
                parsed.GetValue(only) ?? [],
                parsed.GetValue(images),
                parsed.GetValue(count)!.Value,
                parsed.GetValue(seed) ?? 1,
                parsed.GetValue(workers)!.Value),
            stop));
        return quality;
    }
}
