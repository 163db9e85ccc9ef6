using System.CommandLine;
using System.CommandLine.Help;
using GanCluster.Node.Options;

namespace GanCluster.Node.Commands;

/// <summary>The commands and their options; nothing here runs anything.</summary>
internal static class CommandTree
{
    internal static Command Build(ICommandHandlers handlers)
    {
        // Not RootCommand: that one takes the executable's name, and users call the launcher.
        var root = new Command("gancluster", "Trains GANs on one machine or many; the same weights whoever computes them.")
        {
            TrainingCommands.Train(handlers),
            NodeCommands.Coordinator(handlers),
            NodeCommands.Worker(handlers),
            RunCommands.Sample(handlers),
            EvaluationCommands.Evaluate(handlers),
            TrainingCommands.Demo(handlers),
            BenchCommands.Bench(handlers),
            Simulate(handlers),
            RunCommands.Runs(handlers),
            RunCommands.Status(handlers),
            RunCommands.Stop(handlers),
            RunCommands.Upscale(handlers),
            Doctor(handlers),
            NodeCommands.Certificate(handlers),
        };
        root.Options.Add(new HelpOption());
        root.Options.Add(new VersionOption { Action = new PrintVersion() });
        return root;
    }

    private static Command Simulate(ICommandHandlers handlers)
    {
        var seeds = OptionOf.Whole("--seeds", "N", "How many cases, seeded 1 to N.", 1, 10_000_000, 500);
        var workers = OptionOf.Whole("--workers", "W", "The most workers of a case.", 1, 64, 5);
        var seed = SharedOptions.Seed("Replay the case of this seed alone.");
        var json = SharedOptions.Json("As one line of JSON.");
        var command = new Command("simulate", "Runs the protocol under seeded faults and checks what it promises.")
        {
            seeds, workers, seed, json,
        };
        command.SetAction((parsed, stop) => handlers.Simulate(
            new SimulateOptions(
                parsed.GetValue(seeds)!.Value, parsed.GetValue(workers)!.Value, parsed.GetValue(seed), parsed.GetValue(json)),
            stop));
        return command;
    }

    private static Command Doctor(ICommandHandlers handlers)
    {
        var json = SharedOptions.Json("As one line of JSON.");
        var command = new Command("doctor", "Says what this machine has and lacks, and the command that brings it.") { json };
        command.SetAction((parsed, stop) => handlers.Doctor(new DoctorOptions(parsed.GetValue(json)), stop));
        return command;
    }
}
