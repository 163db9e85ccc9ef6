using GanCluster.Core.Runs;
using GanCluster.FaultyGan;
using GanCluster.Node;
using static TorchSharp.torch;

// Far into a run, but not into its trial.
const int Late = 40;

// One latent in ten thousand is beyond.
const double LastFinite = 3.7;

return await new GanClusterApp()
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
    .AddGan("nan-once", _ => new CollapsingGenerator(LastFinite), _ => new SlopeDiscriminator(), 2)
    .RunAsync(args);

static nn.Module<Tensor, Tensor> Generator(RunConfiguration run) => new SoundNetwork(run.Latent.Size, 2);

static nn.Module<Tensor, Tensor> Discriminator(RunConfiguration run) => new SoundNetwork(2, 1);
