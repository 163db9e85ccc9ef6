using System.Reflection;
using GanCluster.Core.Runs;
using GanCluster.Node.Commands;
using GanCluster.Node.Native;
using GanCluster.Node.Supervision;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Objectives;
using GanCluster.Training.Parts;
using static TorchSharp.torch;

namespace GanCluster.Node;

/// <summary>
/// The whole command line of <c>gancluster</c> as a program of one's own, which knows GANs, data and objectives
/// beside the built-in ones.
/// </summary>
public sealed class GanClusterApp
{
    /// <summary>The built-in families, data and objectives, and what was added.</summary>
    internal RunParts Parts { get; private set; } = RunParts.BuiltIn;

    /// <summary>
    /// Adds a generator and a discriminator. Every process of a run makes them for itself, any number of times; what their constructors
    /// draw from TorchSharp's generator on the first node are the run's first weights.
    /// </summary>
    /// <param name="name">What a run's <c>family</c> calls it.</param>
    /// <param name="generator">From z, (N, <c>run.Latent.Size</c>), to samples in [-1, 1], (N, <paramref name="shape"/>).</param>
    /// <param name="discriminator">From samples to logits, (N) or (N, 1).</param>
    /// <param name="shape">A sample's: (C, H, W) for images, of which those with one channel or three are shown, (2) for
    /// points.</param>
    /// <exception cref="ArgumentException">There is a family of that name, or no sample can have its shape.</exception>
    public GanClusterApp AddGan(
        string name,
        Func<RunConfiguration, nn.Module<Tensor, Tensor>> generator,
        Func<RunConfiguration, nn.Module<Tensor, Tensor>> discriminator,
        params long[] shape) => AddGan(name, generator, discriminator, takesLabels: false, shape);

    /// <inheritdoc cref="AddGan(string, Func{RunConfiguration, nn.Module{Tensor, Tensor}}, Func{RunConfiguration, nn.Module{Tensor, Tensor}}, long[])"/>
    /// <param name="generator">From z and labels, (N) int64, to samples.</param>
    /// <param name="discriminator">From samples and their labels to logits.</param>
    public GanClusterApp AddGan(
        string name,
        Func<RunConfiguration, nn.Module<Tensor, Tensor, Tensor>> generator,
        Func<RunConfiguration, nn.Module<Tensor, Tensor, Tensor>> discriminator,
        params long[] shape) => AddGan(name, generator, discriminator, takesLabels: true, shape);

    /// <inheritdoc cref="AddGan(string, Func{RunConfiguration, nn.Module{Tensor, Tensor}}, Func{RunConfiguration, nn.Module{Tensor, Tensor}}, long[])"/>
    /// <param name="generator">From z and labels, (N) int64, to samples.</param>
    /// <param name="discriminator">From samples alone: nothing makes G heed its labels.</param>
    public GanClusterApp AddGan(
        string name,
        Func<RunConfiguration, nn.Module<Tensor, Tensor, Tensor>> generator,
        Func<RunConfiguration, nn.Module<Tensor, Tensor>> discriminator,
        params long[] shape) => AddGan(name, generator, discriminator, takesLabels: true, shape);

    /// <inheritdoc cref="AddGan(string, Func{RunConfiguration, nn.Module{Tensor, Tensor}}, Func{RunConfiguration, nn.Module{Tensor, Tensor}}, long[])"/>
    /// <param name="generator">From z alone.</param>
    /// <param name="discriminator">From samples and their labels to logits.</param>
    public GanClusterApp AddGan(
        string name,
        Func<RunConfiguration, nn.Module<Tensor, Tensor>> generator,
        Func<RunConfiguration, nn.Module<Tensor, Tensor, Tensor>> discriminator,
        params long[] shape) => AddGan(name, generator, discriminator, takesLabels: true, shape);

    /// <param name="name">What a run's <c>data</c> calls it.</param>
    /// <param name="open">From the run's seed to its samples.</param>
    /// <exception cref="ArgumentException">There is data of that name.</exception>
    public GanClusterApp AddData(string name, Func<ulong, IDataSet> open)
    {
        Parts = Parts.WithData(name, open);
        return this;
    }

    /// <summary>Adds what G and D strive for.</summary>
    /// <param name="name">What a run's <c>objective</c> calls it.</param>
    /// <exception cref="ArgumentException">There is an objective of that name.</exception>
    public GanClusterApp AddObjective(string name, IObjective objective)
    {
        Parts = Parts.WithObjective(name, objective);
        return this;
    }

    /// <param name="args">The program's own, all of them: it starts its nodes as child processes with others.</param>
    /// <returns>The process's exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var isChild = ParentWatch.Start();
        using var signals = new StopSignals(isChild);
        LastWords.Prepare(line => ProcessEnd.Now(ExitCodes.Failed, line));
        var context = new CommandContext(
            Parts, Console.Out, Console.Error, Terminals.OfOutput(), Assembly.GetEntryAssembly(), isChild, signals);
        var root = CommandTree.Build(context);
        try
        {
            return signals.ExitCode(await CommandLine.Run(root, args, Console.Out, Console.Error, signals.Token));
        }
        finally
        {
            FinalizerGate.Leave();
        }
    }

    private GanClusterApp AddGan(
        string name,
        Func<RunConfiguration, nn.Module> generator,
        Func<RunConfiguration, nn.Module> discriminator,
        bool takesLabels,
        long[] shape)
    {
        Parts = Parts.WithGan(name, generator, discriminator, takesLabels, shape);
        return this;
    }
}
