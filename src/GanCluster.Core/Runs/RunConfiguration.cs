using GanCluster.Core.Noise;

namespace GanCluster.Core.Runs;

/// <summary>
/// Everything that decides what a run computes, and nothing that decides who computes it: two runs with equal configurations
/// end with the same bits. The names are the keys of cluster-config/runs/*.json; <c>--set optimizer.beta1=0</c> reaches a
/// nested one.
/// </summary>
public sealed record RunConfiguration : RunKeyGroup
{
    // Positions stay far inside 2^63, and a mistyped exponent is caught.
    private const long MostImages = 1_000_000_000_000;

    /// <summary>Which networks: <c>mixture</c>, <c>vanilla</c>, <c>dcgan</c>, <c>r3gan</c>, <c>lapgan</c>, <c>srgan</c>, or a
    /// program's own.</summary>
    [OneOfFamilies]
    public required string Family { get; init; }

    /// <summary>A data set (<c>fashion-mnist</c>, <c>mnist</c>, <c>stacked-mnist</c>, <c>emoji</c>, or the name of a folder in
    /// $GANCLUSTER_DATA with IDX files or images), a mixture (<c>ring8</c>, <c>grid25</c>, <c>gaussians100</c>) or a program's own.
    /// Empty: the images that <c>--data</c> brings, which are known by what they hold, whatever they are called and wherever they
    /// lie.</summary>
    [DataName]
    public required string Data { get; init; }

    /// <summary>R, the logical replicas. The global batch is R x <see cref="Batch"/>, whoever computes it.</summary>
    [Whole<int>(1, 4096)]
    public int Replicas { get; init; } = 1;

    /// <summary>Real images a replica reads in one discriminator step.</summary>
    [Whole<int>(1, 65536)]
    public int Batch { get; init; } = 64;

    /// <summary>When the replicas' work is combined: after every step, or every <see cref="SyncEvery"/> of them.</summary>
    [OneOf<SyncMode>]
    public SyncMode Sync { get; init; } = SyncMode.Gradients;

    /// <summary>K, local steps between two averagings, or the most of them with <see cref="SyncDrift"/>; used by
    /// <see cref="SyncMode.Parameters"/> only.</summary>
    [Whole<int>(1, 1_000_000)]
    public int SyncEvery { get; init; } = 20;

    /// <summary>With <see cref="SyncMode.Parameters"/>, how far replicas may drift apart between two averagings, by the norm of their mean:
    /// K begins at 1, is doubled below half of it and halved above it (<see cref="SyncPace"/>). 0: K stays as it is.</summary>
    [Real(From = 0, To = 1, LeftOutAt = "0")]
    public double SyncDrift { get; init; }

    /// <summary>With <see cref="SyncMode.Parameters"/>, the share of the horizon in which gradients are combined at every step still:
    /// local steps begin after it (post-local SGD; Lin et al., 2018).</summary>
    [Real(From = 0, Below = 1, LeftOutAt = "0")]
    public double LocalFrom { get; init; }

    /// <summary>What the replicas' states are averaged in, with <see cref="SyncMode.Parameters"/>: <c>fp32</c>; or <c>fp8</c>, in which what
    /// their weights have moved by and their moments are rounded to eight bits at each node of the tree, which sends a quarter of the
    /// bytes over a network.</summary>
    [OneOf("fp32", "fp8", LeftOutAt = "fp32")]
    public string SyncPrecision { get; init; } = "fp32";

    /// <summary>What an averaging makes of what the replicas arrived at.</summary>
    public OuterOptions Outer { get; init; } = new();

    /// <summary>The arithmetic of the networks in training: <c>fp32</c>; <c>bf16</c>, whose products and convolutions round what they are
    /// given to eight bits of mantissa; or on GPUs <c>tf32</c>, whose have eleven. Weights, sums, losses and the optimizer are of
    /// single precision in all.</summary>
    [OneOf("fp32", "bf16", "tf32", Hint = "fp32, bf16, or tf32 on GPUs")]
    public string Precision { get; init; } = "fp32";

    /// <summary>Images over which the schedules run, and the run's length unless it is stopped earlier.</summary>
    [Whole<long>(1, MostImages)]
    public long Horizon { get; init; } = 1_000_000;

    /// <summary>Of everything that is drawn: the first weights, the order of the samples, noise.</summary>
    [Whole<ulong>(ulong.MinValue, ulong.MaxValue)]
    public ulong Seed { get; init; } = 1;

    /// <summary>Discriminator steps for each generator step.</summary>
    [Whole<int>(1, 1000)]
    public int DSteps { get; init; } = 1;

    /// <summary>
    /// <c>non-saturating</c> or <c>minimax</c> (Goodfellow et al., 2014), <c>least-squares</c> (Mao et al., 2017),
    /// <c>wasserstein</c> (Arjovsky et al., 2017), <c>hinge</c> (Lim and Ye, 2017), <c>relativistic</c> (RpGAN,
    /// Jolicoeur-Martineau, 2018), or a program's own.
    /// </summary>
    [OneOfObjectives]
    public string Objective { get; init; } = "non-saturating";

    /// <summary>What D's loss has beside the objective's.</summary>
    public PenaltyOptions Penalties { get; init; } = new();

    /// <summary>Power iterations by which D's weight matrices are divided by their largest singular value (Miyato et al.,
    /// 2018); 0 leaves them as they are.</summary>
    [Whole<int>(0, 100)]
    public int SpectralNorm { get; init; }

    /// <summary>Samples that D sees together as one (PacGAN; Lin et al., 2018). Divides <see cref="Batch"/>.</summary>
    [Whole<int>(1, 64)]
    public int Packing { get; init; } = 1;

    /// <summary><c>none</c>, or some of <c>color,translation,cutout</c> in this order (Zhao et al., 2020).</summary>
    [OneOf(
        "none", "color", "translation", "cutout", "color,translation", "color,cutout", "translation,cutout",
        "color,translation,cutout", Hint = "none, or some of color,translation,cutout in this order")]
    public string DiffAugment { get; init; } = "none";

    /// <summary>Of <see cref="DiffAugment"/>.</summary>
    public AdaptiveOptions Adaptive { get; init; } = new();

    /// <summary>
    /// How D is told a sample's label: <c>none</c>, <c>concatenation</c> with its input (Mirza and Osindero, 2014) or
    /// <c>projection</c> (Miyato and Koyama, 2018). Unless none, G has it beside z.
    /// </summary>
    [OneOf("none", "concatenation", "projection")]
    public string Conditioning { get; init; } = "none";

    /// <summary>Labels that the data has, 0 to one less; 0: as many as it has. Used with <see cref="Conditioning"/> only.</summary>
    [Whole<int>(0, 100_000)]
    public int Classes { get; init; }

    /// <summary>Whether each replica has samples of its own.</summary>
    public ShardOptions Shards { get; init; } = new();

    /// <summary>Size and colours, where the data are images.</summary>
    public ImageOptions Image { get; init; } = new();

    /// <summary>Learning rates, and what else Adam takes.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>How G's weights are averaged over time.</summary>
    public EmaOptions Ema { get; init; } = new();

    /// <summary>What G is given.</summary>
    public LatentOptions Latent { get; init; } = new();

    /// <summary>How large the networks are; for a program's own GAN, numbers that its factories may go by.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>For <c>srgan</c> alone.</summary>
    public SuperResolutionOptions SuperResolution { get; init; } = new();

    /// <summary>What is done when a check finds the run unwell.</summary>
    public ActingOptions Health { get; init; } = new();

    /// <summary>Images between two sample grids with their measures; 0: only at the end.</summary>
    [Whole<long>(0, MostImages)]
    public long EvaluateEvery { get; init; }

    /// <summary>Images between two checkpoints; 0: only at the end.</summary>
    [Whole<long>(0, MostImages)]
    public long CheckpointEvery { get; init; }

    /// <summary><c>native</c>, or <c>avx2</c> to pin the kernels so that mixed machines agree.</summary>
    [OneOf("native", "avx2")]
    public string Cpu { get; init; } = "native";
}

/// <summary>
/// Which share of the images is augmented (ADA; Karras et al., 2020, section 3.2): it rises while D is surer of the real images that it
/// is trained on than it should be, which is how D's overfitting on a small set shows, and falls while it is not.
/// </summary>
public sealed record AdaptiveOptions : RunKeyGroup
{
    /// <summary>The mean sign of D's scores of real images that the share goes by (0.6 in the paper); 0: all images are
    /// augmented.</summary>
    [Real(From = 0, To = 1)]
    public double Target { get; init; }

    /// <summary>Real images in which the share goes from none to all if it only rises.</summary>
    [Whole<long>(1, 1_000_000_000_000)]
    public long Images { get; init; } = 500_000;
}

/// <summary>What is done at an alarm of the run's health.</summary>
public enum AlarmAction
{
    /// <summary>It is told.</summary>
    Note,

    /// <summary>The run ends.</summary>
    Stop,

    /// <summary>The run goes back to its newest healthy version and on from there, in another course.</summary>
    Rollback,
}

/// <summary>How the replicas' work is combined over the fixed tree.</summary>
public enum SyncMode
{
    /// <summary>Gradients are summed at every step; every worker holds the same weights.</summary>
    Gradients,

    /// <summary>Every replica makes K local steps, then weights and optimizer moments are averaged.</summary>
    Parameters,
}

/// <summary>
/// What the networks see of images of any size. With a program's own GAN size and channels are its own, and no keys.
/// </summary>
public sealed record ImageOptions : RunKeyGroup
{
    /// <summary>
    /// Height and width. <c>dcgan</c> and <c>r3gan</c> take powers of two from 16, <c>lapgan</c> what halves down to 7 or 8,
    /// <c>srgan</c> multiples of its factor, <c>vanilla</c> any. 0: the family's own, 32 for <c>dcgan</c> and <c>r3gan</c>, else
    /// 28. A data set of images as small as MNIST's is centred on a larger size; other images are resampled.
    /// </summary>
    [Whole<int>(0, ImageSizes.Most)]
    public int Size { get; init; }

    /// <summary>1 (grey) or 3 (colour), as the data has; 0: as many as the data has.</summary>
    [WholeOf(0, 1, 3)]
    public int Channels { get; init; }

    /// <summary>How an image that is no square becomes one: <c>crop</c> its middle, <c>pad</c> it with
    /// <see cref="Background"/>, or <c>stretch</c> it.</summary>
    [OneOf("crop", "pad", "stretch")]
    public string Fit { get; init; } = "crop";

    /// <summary>What shows through where an image is transparent, and what is added around it to pad it: <c>#rrggbb</c>.</summary>
    [Colour]
    public string Background { get; init; } = "#ffffff";
}

/// <summary>Penalties on the slopes of D's score, added to its loss at every step: gamma / 2 x E|grad|^2, or the one of
/// WGAN-GP.</summary>
public sealed record PenaltyOptions : RunKeyGroup
{
    /// <summary>Gamma on real samples (Mescheder et al., 2018); 0 leaves the penalty out.</summary>
    [Real(From = 0)]
    public double R1 { get; init; }

    /// <summary>Gamma on generated samples; 0 leaves the penalty out.</summary>
    [Real(From = 0)]
    public double R2 { get; init; }

    /// <summary>Lambda of lambda x E(|grad| - 1)^2 between real and generated samples (Gulrajani et al., 2017); 0 leaves the
    /// penalty out.</summary>
    [Real(From = 0)]
    public double Gradient { get; init; }

    /// <summary>The share of gamma and lambda that is left at the end of their cosine schedule; 1 holds them
    /// constant.</summary>
    [Real(Above = 0, To = 1)]
    public double Final { get; init; } = 1;

    /// <summary>The share of the horizon over which they fall.</summary>
    [Real(Above = 0, To = 1)]
    public double Span { get; init; } = 0.9;
}

/// <summary>Adam (Kingma and Ba, 2015) for both networks.</summary>
public sealed record OptimizerOptions : RunKeyGroup
{
    /// <summary>The generator's learning rate.</summary>
    [Real(Above = 0)]
    public double G { get; init; } = 2e-4;

    /// <summary>The discriminator's learning rate.</summary>
    [Real(Above = 0)]
    public double D { get; init; } = 2e-4;

    /// <summary>The decay of the gradients' mean.</summary>
    [Real(From = 0, Below = 1)]
    public double Beta1 { get; init; } = 0.5;

    /// <summary>The decay of their squares' mean.</summary>
    [Real(From = 0, Below = 1)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the root that a step is divided by.</summary>
    [Real(Above = 0)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The share of the learning rate that is left at the horizon's end of a cosine schedule; 1 holds it
    /// constant.</summary>
    [Real(Above = 0, To = 1)]
    public double Final { get; init; } = 1;
}

/// <summary>The averaged generator weights that are sampled and measured; never fed back into training.</summary>
public sealed record EmaOptions : RunKeyGroup
{
    /// <summary>Images after which a weight's share has halved: beta = 0.5^(images of the step / half-life).</summary>
    [Real(Above = 0)]
    public double HalfLife { get; init; } = 10_000;

    /// <summary>The half-life is at most this share of the images seen so far, so that the start is forgotten; 0: no
    /// ramp.</summary>
    [Real(From = 0, To = 1)]
    public double Ramp { get; init; } = 0.05;
}

/// <summary>The generator's input z.</summary>
public sealed record LatentOptions : RunKeyGroup
{
    /// <summary>Length of z.</summary>
    [Whole<int>(1, 65536)]
    public int Size { get; init; } = 100;

    /// <summary>How many of z's values, the first ones, are -1 or 1 instead, each as often. Data in separate modes then don't ask
    /// of G that it stretches over the gaps between them, as it must from a connected support (Khayatkhoei et al.,
    /// 2018).</summary>
    [Whole<int>(0, 65536)]
    public int Binary { get; init; }

    /// <summary><c>normal</c>, <c>truncated</c> (a normal within <see cref="Truncation"/>) or <c>uniform</c> (on
    /// [-1, 1)).</summary>
    [OneOf("normal", "truncated", "uniform")]
    public string Distribution { get; init; } = "normal";

    /// <summary>The largest magnitude of a truncated normal.</summary>
    [Real(From = TruncatedNormals.LeastBound)]
    public double Truncation { get; init; } = 2;
}

/// <summary>The sizes of a family's networks; each family reads the ones it has.</summary>
public sealed record NetworkOptions : RunKeyGroup
{
    /// <summary>Units of a hidden layer, or channels of the layer next to the image.</summary>
    [Whole<int>(1, 8192)]
    public int Width { get; init; } = 64;

    /// <summary>Hidden layers of a perceptron, residual blocks of an SRGAN's generator.</summary>
    [Whole<int>(1, 64)]
    public int Depth { get; init; } = 3;

    /// <summary>Fourier bands of each coordinate that a mixture's discriminator reads beside it; 0: none.</summary>
    [Whole<int>(0, 64)]
    public int Bands { get; init; }

    /// <summary><c>batch</c> or <c>none</c>: what a DCGAN normalizes by.</summary>
    [OneOf("batch", "none")]
    public string Norm { get; init; } = "batch";

    /// <summary>Whether a pass keeps only what each block of layers is given, and the rest is computed again on the way back (activation
    /// checkpointing; Chen et al., 2016): less memory, more time, the same bits.</summary>
    [TrueOrFalse(LeftOutAt = "false")]
    public bool Recompute { get; init; }
}

/// <summary>
/// How an SRGAN's generator learns (Ledig et al., 2017): by squared error alone, and then by the sum of three losses.
/// </summary>
public sealed record SuperResolutionOptions : RunKeyGroup
{
    /// <summary>Height and width of an image over those of the one that it is made from.</summary>
    [WholeOf(2, 4)]
    public int Factor { get; init; } = 4;

    /// <summary>The share of the horizon that squared error has to itself; D waits so long.</summary>
    [Real(From = 0, To = 1)]
    public double Pretrain { get; init; } = 0.5;

    /// <summary>Weight of the squared error after that.</summary>
    [Real(From = 0)]
    public double Pixel { get; init; } = 1;

    /// <summary>Weight of the mean distance between D's hidden features of the upscaled and the real image.</summary>
    [Real(From = 0)]
    public double Feature { get; init; } = 0.1;

    /// <summary>Weight of the objective's generator loss.</summary>
    [Real(From = 0)]
    public double Adversarial { get; init; } = 0.01;
}

/// <summary>
/// What a run makes of its health. What a check decides acts at the next check, which the configuration fixes: so it depends
/// neither on how long rounds are nor on how fast measures are made.
/// </summary>
public sealed record ActingOptions : RunKeyGroup
{
    /// <summary><c>note</c>, <c>stop</c> or <c>rollback</c>.</summary>
    [OneOf<AlarmAction>]
    public AlarmAction OnAlarm { get; init; } = AlarmAction.Note;

    /// <summary>The most roll-backs of a run. What would be one more ends it.</summary>
    [Whole<int>(1, 1000)]
    public int Rollbacks { get; init; } = 3;

    /// <summary>The factor of both learning rates after each roll-back.</summary>
    [Real(Above = 0, To = 1)]
    public double Rate { get; init; } = 0.5;

    /// <summary>After a roll-back: <c>fresh</c> noise (latents, interpolation, augmentation, modules' own), or the
    /// <c>same</c>. Which samples a step reads stays as it is.</summary>
    [OneOf("fresh", "same")]
    public string Noise { get; init; } = "fresh";

    /// <summary>Checks without a gain after which a mixture's run has nothing more to gain and ends; 0: it goes on to its
    /// horizon.</summary>
    [Whole<int>(0, 1_000_000)]
    public int Stop { get; init; }

    /// <summary>Whether a check's verdict can change what the run does next.</summary>
    public bool Acts() => OnAlarm != AlarmAction.Note || Stop > 0;
}
