using GanCluster.Training.Objectives;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>A discriminator of several levels, each of which judges the images of its own size.</summary>
internal interface ILevelDiscriminator
{
    int Levels { get; }

    /// <param name="level">The coarsest is 0.</param>
    /// <returns>Logits, (N) or (N, 1).</returns>
    Tensor Score(Tensor images, Tensor? labels, int level);
}

/// <summary>D: from samples to a logit for each, or for each pack.</summary>
/// <param name="packing">Samples that follow each other and are judged as one, on each other's channels (Lin et al.,
/// 2018).</param>
internal sealed class DiscriminatorNetwork(
    nn.Module module, Device device, int packing = 1, ScalarType type = ScalarType.Float32)
    : BoundNetwork("discriminator", module, device, type, FirstNoise)
{
    /// <summary>More than a generator has modules.</summary>
    private const uint FirstNoise = 1 << 20;

    /// <summary>1 but for a discriminator of several.</summary>
    public int Levels => Module is ILevelDiscriminator levels ? levels.Levels : 1;

    public int Packing => packing;

    /// <param name="x">(N, sample shape)</param>
    /// <param name="labels">(N) int64; null for a network without labels.</param>
    /// <returns>(N / packing)</returns>
    /// <exception cref="NetworkException">The module threw.</exception>
    public Tensor Score(Tensor x, Tensor? labels = null, int level = 0) => Compute("its forward", () =>
    {
        var packed = Packed(x);
        return Logits(Rounding(() => Module is ILevelDiscriminator levels
            ? levels.Score(packed, labels, level)
            : Forms.Call(Module, packed, labels)));
    });

    /// <summary>The scores, and what D sees on the way (SRGAN's feature loss).</summary>
    public Tensor Score(Tensor x, ICollection<Tensor> hidden) =>
        Compute("its forward", () => Logits(Rounding(() => ((SrganDiscriminator)Module).Score(x, hidden))));

    /// <summary>What the module itself makes of samples, in whatever shape.</summary>
    /// <exception cref="NetworkException">The module threw.</exception>
    public Tensor Raw(Tensor x, Tensor? labels) => Compute("its forward", () => Forms.Call(Module, Packed(x), labels));

    /// <summary>Whether <see cref="Run"/> can be had: all its derivatives, without a graph.</summary>
    public bool IsClosed => Module is Perceptron;

    /// <param name="x">(N, sample shape)</param>
    /// <returns>Of N / packing samples, whose outputs are scores.</returns>
    public PerceptronPass Run(Tensor x) => Compute("its forward", () => ((Perceptron)Module).Run(Packed(x).flatten(1), RoundsProducts));

    /// <inheritdoc cref="SlopePenalties.SquaredSlopes"/>
    /// <exception cref="NetworkException">They can't be had.</exception>
    public Tensor SquaredSlopes(Tensor scores, Tensor x) =>
        Compute("the slopes of its scores", () => Recomputation.Current is { } recomputation
            ? SlopePenalties.Squared(recomputation.Slopes(scores.sum(), x), scores.shape[0])
            : SlopePenalties.SquaredSlopes(scores, x));

    private Tensor Packed(Tensor x) =>
        packing == 1 ? x : x.reshape([x.shape[0] / packing, x.shape[1] * packing, .. x.shape[2..]]);

    private Tensor Logits(Tensor scores) => Whole(scores.dim() == 1 ? scores : scores.reshape(-1));
}
