using System.Reflection;
using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Devices;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
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
/// <param name="Signals">What asks this process to stop; null: nothing but its caller does.</param>
internal sealed record CommandContext(
    RunParts Parts, TextWriter Output, TextWriter Error, IAnsiConsole? Terminal = null, Assembly? Program = null,
    bool IsChild = false, StopSignals? Signals = null)
{
    private static readonly TimeSpan PlainLinesEvery = TimeSpan.FromSeconds(5);

    internal TimeProvider Time => TimeProvider.System;

    /// <summary>A run over nodes of this machine, whose data are here before they start.</summary>
    /// <param name="relayed">Gets what the coordinator prints.</param>
    internal async Task<int> RunOverNodes(TrainOptions options, TextWriter relayed, CancellationToken stop)
    {
        NodeTelemetry.CheckEnvironment();
        options = Place(options);
        if (options.Coordinators > 1)
        {
            return await RunOverSeveral(options, relayed, stop);
        }

        RunData.Ready(options.Run, Parts, Progress(), stop);
        return await new Supervisor(relayed, Error, Start, SupervisionTimes.Default).Run(options, stop);
    }

    /// <summary>With several coordinators, each with a folder; the run's own is whole at the end, whoever coordinated.</summary>
    private async Task<int> RunOverSeveral(TrainOptions options, TextWriter relayed, CancellationToken stop)
    {
        var run = options.Run;
        PeerList.CheckCount("--coordinators", options.Coordinators);
        if (run.From is not null)
        {
            throw new UserInputException("--from and --coordinators exclude each other: one coordinator alone has the weights of --from");
        }

        var (name, configuration) = RunRequest.Read(Parts, run.Run, run.Settings, run.Seed, run.Data);
        RunData.Ready(run, Parts, Progress(), stop);
        var folders = new RunFolders("runs");
        using (var made = run.Resume ? folders.Resume(run.Out, name, run.Seed) : folders.Create(run.Out, name, configuration.Seed))
        {
            options = options with { Run = run with { Out = made.Path } };
        }

        var folder = options.Run.Out!;
        options = options with
        {
            Peers = new EndpointList(
                [.. FreePort.Several(HttpChoice.Loopback, options.Coordinators).Select(port => new Endpoint(HttpChoice.Loopback, port))]),
        };
        var secret = ClusterSecret.Load(file: null) is null ? Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) : null;
        var supervisor = new Supervisor(
            relayed, Error, (node, arguments) => ChildNode.Start(node, arguments, Program, secret), SupervisionTimes.Default, Report);
        return await supervisor.Run(options, stop);

        string? Report(int? last)
        {
            if (last is null)
            {
                CoordinatorFolders.MakeWhole(folder);
                return null;
            }

            CoordinatorFolders.MakeWhole(folder, last.Value);
            var summary = RunSummary.Read(RunFiles.Summary(folder))!;
            return run.Json ? summary.ToJsonString() : RunReport.Text(name, folder, summary);
        }
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

        var kind = options.Shares?.Kind ?? DeviceKind.Cpu;
        DeviceKind.RequireFor(asked.Precision, kind);
        if (DeviceKind.WarningFor(asked, kind) is { } warning)
        {
            Error.WriteLine(warning);
        }

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
