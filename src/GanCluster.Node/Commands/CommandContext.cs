using System.Reflection;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Devices;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;
using GanCluster.Node.Terminal;
using GanCluster.Node.Training;
using GanCluster.Training.Devices;
using GanCluster.Training.Parts;
using Spectre.Console;

namespace GanCluster.Node.Commands;

/// <summary>What the verbs work with.</summary>
/// <param name="Parts">What runs are made of.</param>
/// <param name="Output">For data.</param>
/// <param name="Error">For what a person reads meanwhile.</param>
/// <param name="Terminal">What <paramref name="Output"/> is; null: a file or a pipe.</param>
/// <param name="Program">What child nodes run; null: <c>gancluster-node</c>.</param>
/// <param name="IsChild">Whether this process is a child node.</param>
internal sealed record CommandContext(
    RunParts Parts, TextWriter Output, TextWriter Error, IAnsiConsole? Terminal = null, Assembly? Program = null,
    bool IsChild = false)
{
    private static readonly TimeSpan PlainLinesEvery = TimeSpan.FromSeconds(5);

    internal TimeProvider Time => TimeProvider.System;

    /// <summary>A run over nodes of this machine, whose data are here before they start.</summary>
    /// <param name="relayed">Gets what the coordinator prints.</param>
    internal async Task<int> RunOverNodes(TrainOptions options, TextWriter relayed, CancellationToken stop)
    {
        options = Place(options);
        RunData.Ready(options.Run, Parts, Progress(), stop);
        return await new Supervisor(relayed, Error, Start, SupervisionTimes.Default).Run(options, stop);
    }

    /// <summary>With devices of this machine for each node; what is not there is refused before anything starts.</summary>
    /// <exception cref="UserInputException">A device is not there, or can't compute the run.</exception>
    internal TrainOptions Place(TrainOptions options)
    {
        var asked = Configuration(options.Run);
        if (options.Devices is { } devices && options.Shares is null)
        {
            ProcessEnvironment.Apply(asked.Cpu);
            var shares = DeviceShares.Here(devices, options.NodesAreOpen ? null : options.Nodes);
            if (options.Nodes > 0 && shares.Note is { } note)
            {
                Error.WriteLine(note);
            }

            options = options with { Shares = shares, Nodes = options.Nodes == 0 ? 0 : shares.Nodes.Count };
        }

        DeviceKind.RequireFor(asked.Precision, options.Shares?.Kind ?? DeviceKind.Cpu);
        return options;
    }

    private RunConfiguration Configuration(RunOptions run) =>
        RunRequest.Read(Parts, run.Run, run.Settings, run.Seed, run.Data).Configuration;

    internal void Write(Listing listing) => listing.WriteTo(Output, Terminal);

    internal RunTraining Training(TextWriter output, ProgressLine progress) => new(Parts, output, progress, Time, Check);

    /// <summary>Begins the trial of a run's modules; null where they are built in, or in no program.</summary>
    internal ModuleCheck? Check(RunConfiguration configuration, string run, ulong? seed, IEnumerable<string> settings, string? data) =>
        Program is not null && Parts.IsOwnGan(configuration.Family)
            ? new(Start("trial", NodeArguments.Trial(run, seed, settings, data)))
            : null;

    private ChildNode Start(string name, IReadOnlyList<string> arguments) => ChildNode.Start(name, arguments, Program);

    internal static ProgressLine Progress() => ProgressLine.OnStandardError(PlainLinesEvery);
}
