using GanCluster.Core.Runs;
using GanCluster.Node;
using static TorchSharp.torch;

namespace GanCluster.FaultyGan;

public static class FaultyApp
{
    /// <summary>Far into a run, but not into its trial.</summary>
    private const int Late = 40;

    /// <summary>One latent in ten thousand is beyond.</summary>
    private const double LastFinite = 3.7;

    public static GanClusterApp Make() => new GanClusterApp()
        .AddGan("sound", Generator, Discriminator, 2)
        .AddGan("matmul-g", run => new MatmulNetwork(run.Latent.Size, 2), Discriminator, 2)
        .AddGan("graph-d", Generator, run => new GraphNetwork(2, 1), 2)
        .AddGan("crash-g", run => new CrashNetwork(run.Latent.Size, 2), Discriminator, 2)
        .AddGan("late-matmul-g", run => new MatmulNetwork(run.Latent.Size, 2, Late), Discriminator, 2)
        .AddGan("late-graph-d", Generator, run => new GraphNetwork(2, 1, Late), 2)
        .AddGan("late-throw-d", Generator, run => new ThrowingNetwork(2, 1, Late), 2)
        .AddGan("idle-layer-d", Generator, run => new IdleNetwork(2, 1), 2)
        .AddGan("wide", run => new WideGenerator(run.Latent.Size), _ => new WideDiscriminator(), 3, 24, 40)
        .AddGan("collapsing", _ => new CollapsingGenerator(), _ => new SlopeDiscriminator(), 2)
        .AddGan("nan-once", _ => new CollapsingGenerator(LastFinite), _ => new SlopeDiscriminator(), 2);

    private static nn.Module<Tensor, Tensor> Generator(RunConfiguration run) => new SoundNetwork(run.Latent.Size, 2);

    private static nn.Module<Tensor, Tensor> Discriminator(RunConfiguration run) => new SoundNetwork(2, 1);
}
