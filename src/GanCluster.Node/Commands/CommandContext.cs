using System.Reflection;
using GanCluster.Node.Supervision;
using GanCluster.Node.Terminal;
using GanCluster.Node.Training;
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

    /// <param name="relayed">Gets what the coordinator prints.</param>
    internal Supervisor Supervisor(TextWriter relayed) => new(
        relayed, Error, (name, arguments) => ChildNode.Start(name, arguments, Program), SupervisionTimes.Default);

    internal void Write(Listing listing) => listing.WriteTo(Output, Terminal);

    internal RunTraining Training(TextWriter output, ProgressLine progress) => new(Parts, output, progress, Time);

    internal static ProgressLine Progress() => ProgressLine.OnStandardError(PlainLinesEvery);
}
