using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;

namespace GanCluster.Node.Commands;

/// <summary>The commands and their options; nothing here runs anything.</summary>
internal static class CommandTree
{
    private const long Most = 1_000_000_000_000;

    internal static Command Build(ICommandHandlers handlers)
    {
        // Not RootCommand: that one takes the executable's name, and users call the launcher.
        var root = new Command("gancluster", "Trains GANs on one machine or many; the same weights whoever computes them.")
        {
            Train(handlers), Sample(handlers), Demo(handlers), Bench(handlers), Runs(handlers), Doctor(handlers),
        };
        root.Options.Add(new HelpOption());
        root.Options.Add(new VersionOption { Action = new PrintVersion() });
        return root;
    }

    private static Command Train(ICommandHandlers handlers)
    {
        var run = new Argument<string>("RUN") { Description = "A name from cluster-config/runs, or a .json file." };
        var nodes = Nodes();
        var workers = WorkersPerNode();
        var steps = Steps("Stop after S steps.");
        var seconds = OptionOf.Seconds("Stop after T seconds.");
        var images = OptionOf.Whole("--images", "N", "Stop after N real images.", 1, Most);
        var seed = Seed("The run's seed, instead of the configuration's.");
        var folder = OptionOf.Path("--out", "DIR", "The run's folder. Otherwise the next runs/NNNN-RUN-seedS here.");
        var resume = new Option<bool>("--resume")
        {
            Description = "Go on from the last checkpoint in DIR, or in the newest unfinished folder of RUN under ./runs.",
        };
        var set = Set();
        var json = Json("End with one line of JSON on the output.");
        var command = new Command("train", "Trains a run.")
        {
            run, nodes, workers, steps, seconds, images, seed, folder, resume, set, json,
        };
        AtMostOne(command, steps, seconds, images);
        command.SetAction((parsed, stop) => handlers.Train(
            new TrainOptions(
                parsed.GetRequiredValue(run),
                parsed.GetValue(nodes)!.Value,
                parsed.GetValue(workers)!.Value,
                parsed.GetValue(steps),
                parsed.GetValue(seconds),
                parsed.GetValue(images),
                parsed.GetValue(seed),
                parsed.GetValue(folder),
                parsed.GetValue(resume),
                parsed.GetValue(set) ?? [],
                parsed.GetValue(json)),
            stop));
        return command;
    }

    private static Command Sample(ICommandHandlers handlers)
    {
        var run = OptionOf.Path("--run", "DIR", "The folder of a run.");
        run.Required = true;
        var count = OptionOf.Whole("--count", "N", "How many; image i does not depend on N.", 1, 10_000_000, 64);
        var seed = OptionOf.Whole("--seed", "n", "Draws the latents.", ulong.MinValue, ulong.MaxValue, 1UL);
        var grid = OptionOf.Path("--out", "grid.png", "Where the grid goes.");
        var npy = OptionOf.Path("--npy", "images.npy", "Where the images go as a NumPy array.");
        var command = new Command("sample", "Draws samples from a run's averaged generator.") { run, count, seed, grid, npy };
        command.SetAction((parsed, stop) => handlers.Sample(
            new SampleOptions(
                parsed.GetRequiredValue(run)!,
                parsed.GetValue(count)!.Value,
                parsed.GetValue(seed)!.Value,
                parsed.GetValue(grid),
                parsed.GetValue(npy)),
            stop));
        return command;
    }

    private static Command Bench(ICommandHandlers handlers)
    {
        var run = new Option<string>("--run") { HelpName = "RUN", Description = "As train's RUN.", Required = true };
        var nodes = Nodes();
        var workers = WorkersPerNode();
        var steps = Steps("Measure S steps.");
        var seed = Seed("The run's seed.");
        var set = Set();
        var json = Json("Figures as one line of JSON.");
        var train = new Command("train", "Training throughput.") { run, nodes, workers, steps, seed, set, json };
        train.SetAction((parsed, stop) => handlers.BenchTrain(
            new BenchTrainOptions(
                parsed.GetRequiredValue(run),
                parsed.GetValue(nodes)!.Value,
                parsed.GetValue(workers)!.Value,
                parsed.GetValue(steps),
                parsed.GetValue(seed),
                parsed.GetValue(set) ?? [],
                parsed.GetValue(json)),
            stop));
        return new Command("bench", "Measures.") { train };
    }

    private static Command Demo(ICommandHandlers handlers)
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

    private static Command Runs(ICommandHandlers handlers)
    {
        var json = Json("As JSON, a run a line.");
        var command = new Command("runs", "Lists what has run under ./runs.") { json };
        command.SetAction((parsed, stop) => handlers.Runs(new RunsOptions(parsed.GetValue(json)), stop));
        return command;
    }

    private static Command Doctor(ICommandHandlers handlers)
    {
        var json = Json("As one line of JSON.");
        var command = new Command("doctor", "Says what this machine has and lacks, and the command that brings it.") { json };
        command.SetAction((parsed, stop) => handlers.Doctor(new DoctorOptions(parsed.GetValue(json)), stop));
        return command;
    }

    private static Option<int?> Nodes()
    {
        var nodes = OptionOf.Whole("--nodes", "N", "0: everything in this process.", 0, 4096, 0);
        nodes.Validators.Add(result =>
        {
            var given = result.Tokens.Select(token => token.Value).FirstOrDefault();
            if (int.TryParse(given, CultureInfo.InvariantCulture, out var n) && n > 0)
            {
                result.AddError($"--nodes is {n}; this version trains in one process only: give --nodes 0 or leave it out");
            }
        });
        return nodes;
    }

    private static Option<int?> WorkersPerNode() =>
        OptionOf.Whole("--workers-per-node", "W", "Workers, each on a thread of its own.", 1, 256, 1);

    private static Option<long?> Steps(string description) => OptionOf.Whole("--steps", "S", description, 1, Most);

    private static Option<ulong?> Seed(string description) =>
        OptionOf.Whole("--seed", "n", description, ulong.MinValue, ulong.MaxValue);

    private static Option<string[]> Set() => new("--set")
    {
        HelpName = "key=value",
        Description = "Change a key of the configuration, nested by dots; may be repeated.",
    };

    private static Option<bool> Json(string description) => new("--json") { Description = description };

    private static void AtMostOne(Command command, params Option[] options) => command.Validators.Add(result =>
    {
        var given = options.Where(option => result.GetResult(option) is not null).Select(option => option.Name).ToList();
        if (given.Count > 1)
        {
            result.AddError($"{string.Join(" and ", given)} exclude each other; give one");
        }
    });
}
