using System.CommandLine;
using System.CommandLine.Help;
using GanCluster.Node.Commands.Help;

namespace GanCluster.Node.Commands;

/// <summary>The command line: its verbs in the order of the help.</summary>
internal static class CommandTree
{
    internal static Command Build(CommandContext context) =>
        // Not RootCommand: that one takes the executable's name, and users call the launcher.
        new("gancluster", "Trains GANs on one machine or many; the same weights whoever computes them.")
        {
            new TrainCommand(context),
            new CoordinatorCommand(context),
            new WorkerCommand(context),
            new SampleCommand(context),
            new EvaluateCommand(context),
            new DataCommand(context),
            new InitCommand(context),
            new DemoCommand(context),
            new Command("bench", "Measures.")
            {
                new BenchTrainCommand(context),
                new BenchStepCommand(context),
                new BenchAveragingCommand(context),
                new BenchQualityCommand(context),
                new BenchFrontierCommand(context),
                new BenchHealthCommand(context),
                new BenchCollapseCommand(context),
                new BenchChaosCommand(context),
                new BenchControlPlaneCommand(context),
                new BenchScaleCommand(context),
            },
            new SimulateCommand(context),
            new RunsCommand(context),
            new ReplayCommand(context),
            new StatusCommand(context),
            new StopCommand(context),
            new UpscaleCommand(context),
            new DoctorCommand(context),
            new CertificateCommand(context),
            new CompletionCommand(context),
            new TrialCommand(context),
            new HelpOption { Action = new PrintHelp(context.Terminal?.Profile.Width) },
            new VersionOption { Action = new PrintVersion() },
        };
}
