using System.Reflection;
using GanCluster.Node.Commands;
using GanCluster.Node.Supervision;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;

namespace GanCluster.Node;

/// <summary>
/// The whole command line of <c>gancluster</c> as a program of one's own, which knows families and data beside the built-in
/// ones.
/// </summary>
public sealed class GanClusterApp
{
    /// <summary>The built-in families and data, and what was added.</summary>
    internal RunParts Parts { get; private set; } = RunParts.BuiltIn;

    /// <param name="name">What a run's <c>family</c> calls it.</param>
    /// <exception cref="ArgumentException">There is a family of that name, or no sample can have its shape.</exception>
    public GanClusterApp AddFamily(string name, IFamily family)
    {
        Parts = Parts.WithFamily(name, family);
        return this;
    }

    /// <param name="name">What a run's <c>data</c> calls it.</param>
    /// <param name="open">From the run's seed to its samples.</param>
    /// <exception cref="ArgumentException">There is data of that name.</exception>
    public GanClusterApp AddData(string name, Func<ulong, IDataSet> open)
    {
        Parts = Parts.WithData(name, open);
        return this;
    }

    /// <param name="args">The program's own, all of them: it starts its nodes as child processes with others.</param>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var isChild = ParentWatch.Start();
        using var signals = new StopSignals(isChild);
        var context = new CommandContext(
            Parts, Console.Out, Console.Error, Terminals.OfOutput(), Assembly.GetEntryAssembly(), isChild);
        var root = CommandTree.Build(context);
        var code = await CommandLine.Run(root, args, Console.Out, Console.Error, signals.Token);
        return signals.ExitCode(code);
    }
}
